/** What opens at the right of a notebook: one panel at a time, which gives the focus back when it closes. */
import {fill, h, ICONS, icon, type View} from "../dom.ts";

/** A panel as the page sees it. */
export interface Panel extends View {
  readonly isOpen: boolean;
  close(): void;
}

export interface SidePanels {
  /** Puts a panel on the page, closed. */
  add(panel: Panel): void;
  /** Closes the others: a panel calls it when it opens. */
  opened(panel: Panel): void;
  closed(): void;
  readonly open: Panel | null;
}

/** The panels of a page; it has the class `with-panel` while one is open. */
export function createSidePanels(page: HTMLElement): SidePanels {
  const panels: Panel[] = [];
  const mark = () =>
    page.classList.toggle(
      "with-panel",
      panels.some(({isOpen}) => isOpen)
    );
  return {
    add(panel) {
      panels.push(panel);
      page.append(panel.dom);
    },
    opened(panel) {
      for (const other of panels) if (other !== panel && other.isOpen) other.close();
      mark();
    },
    closed: mark,
    get open() {
      return panels.find(({isOpen}) => isOpen) ?? null;
    }
  };
}

/** A panel with a heading and a way to close it; Escape closes it too. `onClose` is told after it closed. */
export interface SidePanel extends Panel {
  readonly body: HTMLElement;
  /** Shows the panel with this content, and moves the focus to its heading. */
  show(title: string, ...content: Node[]): void;
}

export function createSidePanel(panels: SidePanels, label: string, onClose: () => void = () => {}): SidePanel {
  const heading = h("h2", {tabindex: -1});
  const body = h("div", {class: "panel-body"});
  const button = h(
    "button",
    {class: "icon-button", type: "button", "aria-label": "Close", title: "Close (Esc)", on: {click: () => close()}},
    icon(ICONS.close)
  );
  const dom = h("aside", {class: "panel", hidden: true, "aria-label": label}, h("header", {}, heading, button), body);
  let back: Element | null = null;
  const close = () => {
    if (dom.hidden) return;
    const inside = dom.contains(document.activeElement);
    dom.hidden = true;
    if (inside && back instanceof HTMLElement) back.focus({preventScroll: true});
    panels.closed();
    onClose();
  };
  dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  const panel: SidePanel = {
    dom,
    body,
    close,
    get isOpen() {
      return !dom.hidden;
    },
    show(title, ...content) {
      if (!dom.contains(document.activeElement)) back = document.activeElement;
      heading.textContent = title;
      fill(body, content);
      dom.hidden = false;
      panels.opened(panel);
      heading.focus({preventScroll: true});
    }
  };
  panels.add(panel);
  return panel;
}
