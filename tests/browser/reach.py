"""What a finger, a keyboard and a large letter ask of a page; each check gives what it found wrong."""

# Shape of a page without its words: two pages of one shape look and read alike to these checks.
SHAPE = """() => [...document.querySelectorAll("body *")].map((node) => {
  const kind = node.getAttribute("type") || node.getAttribute("role") || "";
  return `${node.tagName}.${[...node.classList].sort().join(".")}${kind}`;
}).filter((text, place, all) => text !== all[place - 1]).join(" ")"""

OPEN_ALL = """() => document.querySelectorAll("main details").forEach((details) => { details.open = true; })"""

# Links within a sentence may be as tall as the line (WCAG 2.5.8, “inline”); a box to tick counts with its label.
SMALL_TARGETS = """() => {
  const isSeen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const inSentence = (node) => {
    if (getComputedStyle(node).display !== "inline") return false;
    const own = node.textContent.replace(/\\s+/g, " ").trim();
    const around = node.closest("p, li, dd, dt, td, th, div, small, span:has(> a)");
    return around && around.textContent.replace(/\\s+/g, " ").trim().length > own.length;
  };
  const height = (node) => {
    const boxes = [node, ...(node.labels || []), node.closest("label")].filter(Boolean);
    const tick = ["checkbox", "radio", "file"].includes(node.type);
    return Math.max(...(tick ? boxes : [node]).map((box) => box.getBoundingClientRect().height));
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((node) => isSeen(node) && !node.closest(".visually-hidden, .skip") && !node.classList.contains("skip"))
    .filter((node) => !(node.tagName === "A" && inSentence(node)))
    .filter((node) => height(node) < 43.5)
    .map((node) => `${Math.round(height(node))} px: ${node.outerHTML.slice(0, 140)}`);
}"""

# Text cut off by its own box. A box of one pixel is for screen readers; an ellipsis is chosen only in the top bar.
CUT_TEXT = """() => [...document.querySelectorAll("body *")].filter((node) => {
  const style = getComputedStyle(node);
  const hides = [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip");
  if (!hides || !node.textContent.trim() || node.closest("svg, .topbar small") || node.clientWidth < 3) return false;
  return node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1;
}).map((node) => node.outerHTML.slice(0, 140))"""

# Two controls on top of each other, or text running out of the window.
OUT_OF_WINDOW = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (node) => {
    for (let box = node.parentElement; box; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible" && box !== document.body) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("main *, header *, footer *")]
    .filter((node) => node.checkVisibility() && !node.closest("svg, .visually-hidden, option, select"))
    .filter((node) => !scrolls(node))
    .filter((node) => node.getBoundingClientRect().right > width + 1 && node.getBoundingClientRect().width > 2)
    .map((node) => node.outerHTML.slice(0, 140)).slice(0, 5);
}"""

# A field that has the focus must not lie under a bar that sticks to the window: a line of it is seen above the bar.
COVERED_FIELDS = """() => {
  document.documentElement.style.scrollBehavior = "auto";
  const bars = [...document.querySelectorAll("main *")].filter((node) => getComputedStyle(node).position === "sticky");
  const covered = [];
  for (const field of document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")) {
    if (!field.checkVisibility() || bars.some((bar) => bar.contains(field))) continue;
    field.focus();
    const box = field.getBoundingClientRect();
    for (const bar of bars) {
      const edge = bar.getBoundingClientRect();
      if (box.top > edge.top - 40 && box.top < edge.bottom - 1) covered.push(field.name || field.id);
    }
  }
  return covered;
}"""

FOCUS = """() => {
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const label = node.labels && node.labels[0];
  const ring = (box) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(box);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  return {
    tag: node.tagName.toLowerCase(),
    name: node.name || "",
    href: node.getAttribute("href") || "",
    text: (node.innerText || (label && label.innerText) || "").trim().slice(0, 60),
    ring: ring(node) || ring(node.parentElement) || style.boxShadow !== "none",
  };
}"""

CONTROLS = {
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "spinbutton",
    "switch",
    "slider",
    "DisclosureTriangle",
}


def nameless(page):
    """Controls a screen reader could only call by their kind."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in CONTROLS
        and not node.get("name", {}).get("value", "").strip()
    ]


def reach_problems(page):
    """Everything wrong with the page as it stands, at its own width."""
    found = {
        "small": page.evaluate(SMALL_TARGETS),
        "nameless": nameless(page),
        "wide": page.evaluate(OUT_OF_WINDOW),
        "covered": page.evaluate(COVERED_FIELDS),
    }
    return {kind: problems for kind, problems in found.items() if problems}


def large_text_problems(page):
    """The same page with letters twice as large."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = {
        "sideways": [wide] if wide > 0 else [],
        "wide": page.evaluate(OUT_OF_WINDOW),
        "cut": page.evaluate(CUT_TEXT),
        "covered": page.evaluate(COVERED_FIELDS),
    }
    page.evaluate("document.documentElement.style.fontSize = ''")
    return {kind: problems for kind, problems in found.items() if problems}
