// What is chosen in a <select>. The browser forgets it when options come and go, so it is chosen again then.

function apply(select) {
  const values = select.$values
  if (!select.multiple) select.value = values[0]
  else for (const option of select.options) option.selected = values.includes(option.value)
}

export function choose(select, values) {
  if (!select.$values) new MutationObserver(() => apply(select)).observe(select, { childList: true, subtree: true })
  select.$values = values
  apply(select)
}

export function chosen(select) {
  return [...select.selectedOptions].map((option) => option.value)
}
