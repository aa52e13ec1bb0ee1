const strings = {
  empty: '', nul: 'a\0b\0', two: '\u00e9', three: '\u20ac', four: '\u{1f600}', bom: '\ufeffa',
  high: 'a\ud800b', low: '\udc00', swapped: '\udc00\ud800',
};
export const module = {
  deputy: {
    imports: {
      codes: (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16)).join(' '),
      give: (name) => strings[name],
      back(text, units) {
        if (text.length !== units) throw new Error(`arrived with length ${text.length} instead of ${units}`);
        return text;
      },
    },
  },
};
