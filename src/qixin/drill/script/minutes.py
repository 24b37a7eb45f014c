"""What the newsroom of the demo does by the minute beside its stories: entries of two live channels
that go on, and what stories are corrected by. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LiveTale:
    """A channel: how it is announced, and its entries, each in Chinese and English."""

    slug: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    entries: tuple[tuple[str, str], ...]


NIGHT = LiveTale(
    "night-watch",
    "卡口一夜：淄江桥劝返点直播",
    "A night at the bridge checkpoint",
    "从晚饭后到天亮，跟着值守的人守一夜。",
    "From supper to daybreak with those who keep watch.",
    (
        ("直播开始。淄江桥劝返点，今晚当班十二人，分三组。",
         "We are on air from the bridge checkpoint. Twelve people are on duty tonight."),
        ("第一辆车：本区牌照，送面粉的。查证、量体温、登记，用了四十秒。",
         "The first vehicle carries flour. Papers, temperature, register: forty seconds."),
        ("风大了。帐篷四角又压上八袋沙子。",
         "The wind rises. Eight more sandbags hold the tent down."),
        ("附近饭店送来二十份热汤面，放下就走，没留名字。",
         "A restaurant nearby leaves twenty bowls of hot noodle soup, and no name."),
        ("换班。下来的一组先烤手，护目镜上的霜擦了三遍。",
         "Change of shift. Those who come off warm their hands first."),
        ("一辆外地货车走错了路，值班员画了张图，指给司机绕行的路。",
         "A lorry from outside has lost its way; an officer draws the driver a map."),
        ("测温枪冻得不显数，揣进怀里暖三分钟，又好用了。",
         "The thermometer fails in the cold. Three minutes under a coat, and it works again."),
        ("零点小结：登记车辆一百六十三辆，劝返九辆，无发热人员。",
         "Midnight: 163 vehicles registered, nine turned back, nobody with a fever."),
        ("送孕妇去医院的车到了，提前打过电话，一路放行。",
         "A car brings an expectant mother to hospital; announced beforehand, it is let through."),
        ("炉子里添了煤。有人把明天的登记表先画好了。",
         "Coal for the stove. Somebody rules the register for tomorrow."),
        ("天边发白。最早一班送菜车进城，三辆，都有通行证。",
         "First light. Three vegetable lorries enter the town, all with passes."),
        ("交班。今晚的直播到这里，谢谢守夜的人。",
         "The day shift takes over. Thanks to those who kept watch."),
    ),
)  # fmt: skip
LESSON = LiveTale(
    "first-lesson",
    "网课第一天：从早读到放学",
    "The first day of lessons online",
    "跟着三位老师、一个班，看看网课怎么上。",
    "Three teachers and one class, from the first bell to the last.",
    (
        ("七点四十，班主任在群里点名，四十六人到齐，只差一个正在找充电器。",
         "7:40: of 46 pupils all are present but one, who looks for a charger."),
        ("第一节语文。老师把粉笔字写在纸板上，架在台灯底下。",
         "Chinese comes first. The teacher writes on cardboard under a desk lamp."),
        ("有两户没有宽带，村里把会议室腾出来，隔一米一张桌。",
         "Two families have no line: the village opens its meeting room, desks a metre apart."),
        ("课间，体育老师带着大家在家做拉伸，猫也来了。",
         "In the break everybody stretches at home. A cat joins in."),
        ("数学课提问，三十个人同时打“1”，屏幕卡了一下。",
         "Thirty pupils answer at once, and the picture stands still for a moment."),
        ("教体局答复：上课流量不够的，可找学校登记领流量卡。",
         "The education office: who runs short of data gets a card from the school."),
        ("下午第一节，美术。题目是“我家门口的卡口”。",
         "Art in the afternoon: the checkpoint at our gate."),
        ("放学。老师说：作业拍照发来就行，早点睡觉。",
         "School is out. Homework goes in as a photo, and everybody to bed early."),
    ),
)  # fmt: skip
LIVE = (NIGHT, LESSON)

# what a correction says to readers; the story's text stays true either way
CORRECTIONS = (
    "供稿单位名称写得不全，已补全。",
    "原文未写明来稿时间，现已补上。",
    "标题与正文的社区名称写法不一，已统一。",
    "导语漏了地点，现已补上。",
    "有读者来问，补充了办理方式。",
)
