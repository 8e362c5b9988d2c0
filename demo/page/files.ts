import { htmlEscape as html } from 'escape-goat'
import { type StoredArtifact, unzip } from '../../testkit/github/artifacts.ts'
import type { ResultEntry, Run, Story } from '../model.ts'
import { artifactUrl, type Local } from '../save-files.ts'

/** Shows the rendered files: pictures as images, and PDFs in the browser's viewer. */
export function showPictures({ plan }: Story, { results, outputs }: Run): string {
  const files = results.flatMap(result =>
    result.file ? [showPicture(result, `${plan.name}/${result.file}`)] : [],
  )
  if (files.length === 0) return '<p class="say">No file was rendered.</p>'
  const beside =
    Number(outputs.changed) > 0 ? ' Changed pictures come with the picture before and the difference.' : ''
  return `<p class="say">Later steps find them in the job’s workspace. The workflow’s artifact has them, too.${beside}</p>
<div class="pictures">${files.join('\n')}</div>`
}

function showPicture({ name, title = name, target, format, bytes = 0 }: ResultEntry, file: string): string {
  const url = file.split('/').map(encodeURIComponent).join('/')
  const shown =
    format === 'pdf'
      ? html`<object data="${url}#toolbar=0&navpanes=0&view=Fit" type="application/pdf"><a href="${url}">Open the PDF</a></object>`
      : html`<a href="${url}"><img src="${url}" alt="${title}" loading="lazy"></a>`
  return `<figure class="card">${shown}<figcaption>${html`<a href="${url}" title="${file}">${file.split('/').at(-1) ?? file}</a> <span>${size(bytes)}</span><code>${target}</code>`}</figcaption></figure>`
}

export function showArtifacts(story: Story, run: Run, local: Local): string {
  if (run.artifacts.length === 0) return ''
  const rows = run.artifacts.map(
    artifact =>
      html`<tr><td><a href="${local.url(artifactUrl(story, run, artifact.id))}">${artifact.name}</a></td><td>${contentOf(artifact)}</td><td class="number">${size(artifact.bytes.length)}</td></tr>`,
  )
  return `<h4>Artifacts</h4>
<table class="card">${rows.join('')}</table>`
}

function contentOf({ mimeType, bytes }: StoredArtifact): string {
  if (mimeType !== 'application/zip') return 'opens in the browser'
  const { size: files } = unzip(bytes)
  return files === 1 ? 'one file' : `all ${files} files`
}

function size(bytes: number): string {
  return bytes < 999_500
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
