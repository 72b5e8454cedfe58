/* Chinese words for the rich text editor, which asks window.gettext for its labels; and a name for its text area. */
(function () {
  "use strict";
  new MutationObserver(() => {
    for (const area of document.querySelectorAll("section[aria-labelledby] .ProseMirror:not([aria-labelledby])")) {
      area.setAttribute("aria-labelledby", area.closest("section[aria-labelledby]").getAttribute("aria-labelledby"));
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
  if (!document.documentElement.lang.toLowerCase().startsWith("zh")) return;
  const words = {
    paragraph: "段落", heading: "标题", "unordered list": "无序列表", "ordered list": "有序列表", "List properties": "列表格式",
    blockquote: "引用", "horizontal rule": "分隔线", bold: "加粗", italic: "斜体", underline: "下划线", subscript: "下标",
    superscript: "上标", "insert link": "插入链接", "remove link": "取消链接", "Insert table": "插入表格", "Insert Table": "插入表格",
    "Add column": "加一列", "Delete column": "删一列", "Add row": "加一行", "Delete row": "删一行", "Merge cells": "合并单元格",
    "Split cell": "拆分单元格", "Toggle header cell": "设为表头或取消", "Delete table": "删除表格", undo: "撤销", redo: "重做",
    "Table Properties": "表格", Rows: "行数", Columns: "列数", "Include header row": "含表头行", Yes: "是", No: "否", Cancel: "取消",
    "Edit Link": "链接", URL: "网址", Title: "说明", Update: "更新", Insert: "插入", "Start at": "起始编号", "List type": "编号样式",
    "Decimal numbers": "数字", "Lowercase letters": "小写字母", "Uppercase letters": "大写字母",
    "Lowercase Roman numerals": "小写罗马数字", "Uppercase Roman numerals": "大写罗马数字", "Toggle fullscreen": "全屏", figure: "图片", "Insert Figure": "插入图片", "Edit Figure": "图片", "Edit Image": "图片",
    "Image URL": "图片地址", "Alternative Text": "文字说明（供视力障碍者使用）", Caption: "图题", "Add caption": "加图题", "Remove caption": "去掉图题",
  };
  const before = window.gettext || ((text) => text);
  window.gettext = (text) => (Object.hasOwn(words, text) ? words[text] : before(text));
  // Buttons that the editor labels without asking.
  const relabel = (root) => {
    for (const item of root.querySelectorAll(".prose-menubar [title], .prose-menubar [aria-label]")) {
      for (const name of ["title", "aria-label"]) {
        const text = item.getAttribute(name);
        if (!text) continue;
        const level = /^heading (\d)$/.exec(text);
        if (level) item.setAttribute(name, "标题" + level[1]);
        else if (Object.hasOwn(words, text)) item.setAttribute(name, words[text]);
      }
    }
  };
  new MutationObserver(() => relabel(document)).observe(document.documentElement, { childList: true, subtree: true });
})();
