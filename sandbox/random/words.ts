/** A pet is adverbs, an adjective and an animal; the lists are the sandbox's own, short and harmless. */
// prettier-ignore
export const ADVERBS: readonly string[] = [
    "boldly", "briskly", "calmly", "clearly", "evenly", "fairly", "freely", "gently", "gladly", "kindly", "mildly",
    "neatly", "nimbly", "openly", "partly", "rarely", "really", "safely", "slowly", "smoothly", "softly", "surely",
    "swiftly", "truly", "warmly", "wisely",
];

// prettier-ignore
export const ADJECTIVES: readonly string[] = [
    "amber", "bold", "brave", "bright", "busy", "calm", "clever", "crisp", "daring", "eager", "fair", "fond", "golden",
    "happy", "humble", "keen", "lively", "loyal", "mellow", "merry", "noble", "patient", "polite", "proud", "quick",
    "quiet", "rapid", "sharp", "sleek", "smart", "sound", "steady", "sunny", "tidy", "upbeat", "vivid", "warm", "witty",
];

// prettier-ignore
export const ANIMALS: readonly string[] = [
    "badger", "bear", "beaver", "bison", "crane", "deer", "dolphin", "eagle", "falcon", "ferret", "finch", "fox",
    "gecko", "hare", "hawk", "heron", "ibex", "jackal", "kestrel", "koala", "lark", "lemur", "lynx", "marmot", "marten",
    "moose", "newt", "orca", "otter", "owl", "panda", "puffin", "raven", "robin", "seal", "sloth", "sparrow", "stork",
    "swan", "tapir", "tiger", "toad", "turtle", "walrus", "whale", "wolf", "wombat", "wren", "yak", "zebra",
];
