// The :names: that the bot and people use most; others stay as they were written.

const LINES = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 tada 🎉 white_check_mark ✅ heavy_check_mark ✔️ x ❌ warning ⚠️ eyes 👀
heart ❤️ smile 😄 slightly_smiling_face 🙂 grinning 😀 joy 😂 wink 😉 thinking_face 🤔 cry 😢 pray 🙏 clap 👏 wave 👋
raised_hands 🙌 rocket 🚀 fire 🔥 star ⭐ sparkles ✨ 100 💯 bulb 💡 memo 📝 pencil ✏️ pencil2 ✏️ calendar 📆 date 📅
spiral_calendar_pad 🗓️ alarm_clock ⏰ clock1 🕐 hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ bell 🔔 no_bell 🔕
mega 📣 loudspeaker 📢 speech_balloon 💬 link 🔗 lock 🔒 unlock 🔓 key 🔑 mag 🔍 moneybag 💰 dollar 💵 euro 💶 gift 🎁
trophy 🏆 medal 🏅 seedling 🌱 herb 🌿 globe_with_meridians 🌐 earth_africa 🌍 earth_americas 🌎 bug 🐛 wrench 🔧
hammer_and_wrench 🛠️ gear ⚙️ package 📦 books 📚 page_facing_up 📄 clipboard 📋 bar_chart 📊
chart_with_upwards_trend 📈 robot_face 🤖 information_source ℹ️ question ❓ exclamation ❗ bangbang ‼️ no_entry ⛔
no_entry_sign 🚫 octagonal_sign 🛑 red_circle 🔴 large_blue_circle 🔵 large_green_circle 🟢 large_yellow_circle 🟡
large_orange_circle 🟠 white_circle ⚪ black_circle ⚫ arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️
rewind ⏪ fast_forward ⏩ pause_button ⏸️ double_vertical_bar ⏸️ arrow_forward ▶️ repeat 🔁 arrows_counterclockwise 🔄
wastebasket 🗑️ bookmark 🔖 pushpin 📌 paperclip 📎 email 📧 envelope ✉️ inbox_tray 📥 outbox_tray 📤 house 🏠
sunny ☀️ crescent_moon 🌙 coffee ☕ cake 🍰 party 🥳 partying_face 🥳 zzz 💤 muscle 💪 point_right 👉 point_down 👇
busts_in_silhouette 👥 bust_in_silhouette 👤 newspaper 📰 scroll 📜 test_tube 🧪 shield 🛡️ lady_beetle 🐞 crab 🦀
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 heavy_plus_sign ➕ ballot_box_with_check ☑️
`;

const words = LINES.trim().split(/\s+/);
const NAMES = new Map();
for (let index = 0; index < words.length; index += 2) NAMES.set(words[index], words[index + 1]);

export const emoji = (name) => NAMES.get(name.replace(/::?skin-tone-\d$/, "")) ?? null;
