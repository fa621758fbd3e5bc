// Takes the widget's place in a binary that was built without it.
console.warn(
  "Palabre was built without its widget: install Node.js 20.19 or later, unset PALABRE_SKIP_STUDIO, and build again.",
);
