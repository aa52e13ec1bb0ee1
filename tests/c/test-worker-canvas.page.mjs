export const module = {
  deputy: {
    imports: {
      canvas() {
        const canvas = document.body.appendChild(document.createElement('canvas'));
        canvas.width = canvas.height = 30;
        return canvas.transferControlToOffscreen();
      },
    },
  },
};
