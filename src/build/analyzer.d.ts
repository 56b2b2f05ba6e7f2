/** What is used of the analyzer, whose own types lack it. */
declare module '@custom-elements-manifest/analyzer/index.js' {
  import type {Package} from 'custom-elements-manifest'
  export function create(options: {modules: object[]; plugins: object[]}): Package
  export const ts: {
    ScriptTarget: {ES2022: number}
    createSourceFile(name: string, text: string, target: number, setParents: boolean): object
  }
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): object[]
}
