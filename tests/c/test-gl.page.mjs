export const module = () => {
  for (const id of ['moved', 'stayed']) {
    const canvas = document.body.appendChild(document.createElement('canvas'));
    canvas.id = id;
    canvas.width = canvas.height = 16;
  }
  return { deputy: { imports: { hasWebGL: () => !!new OffscreenCanvas(1, 1).getContext('webgl') } } };
};
