/**
 * Converts between the path of a form and its name in the store. The form that the environment configures has an empty name
 * there, as had all leads before there were several forms.
 */
export interface FormNames {
  toId(path: string): string
  toPath(id: string): string
}

/** @param environmentPath of the form that the environment configures */
export function createFormNames(environmentPath: string): FormNames {
  return {
    toId: path => (path === environmentPath ? '' : path),
    toPath: id => id || environmentPath,
  }
}
