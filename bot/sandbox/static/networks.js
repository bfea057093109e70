// The networks beside Slack: what each is called, and what its timeline says of itself.

export const NETWORKS = {
  x: { icon: "𝕏", title: "X timeline", about: "What readers of X see.", empty: "What is announced on X appears here." },
  mastodon: { icon: "🐘", title: "Mastodon timeline", about: "What followers on Mastodon see.", empty: "What is announced on Mastodon appears here." },
  bluesky: { icon: "🦋", title: "Bluesky timeline", about: "What followers on Bluesky see.", empty: "What is announced on Bluesky appears here." },
  discord: { icon: "💬", title: "Discord channel", about: "What members of a Discord server see.", empty: "What is announced on Discord appears here." },
  webhook: { icon: "⇥", title: "Webhook deliveries", about: "What a receiver of signed JSON is told.", empty: "What is delivered to the webhook appears here." },
};
