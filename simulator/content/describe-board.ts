import type { IBoard, IBoardItem, IBoardSection } from '@looker/sdk'
import type { Board, Section } from './model.ts'

/** Sections and items have another order than the one that people see, as in old boards. */
export function describeBoard({ id, title, sections, deleted = false }: Board): IBoard {
  const described = sections.map((section, place) => describeSection(id, section, `${id}0${place + 1}`))
  return {
    id,
    title,
    description: null,
    deleted_at: deleted ? new Date('2026-06-01T08:00:00Z') : null,
    section_order: described.map(section => section.id as string),
    board_sections: described.reverse(),
  }
}

function describeSection(boardId: string, section: Section, id: string): IBoardSection {
  const { title, items, deleted = false } = section
  const described = items.map((item, place) => describeItem(item, id, `${id}0${place + 1}`))
  const order = described.map(item => item.id as string)
  return {
    id,
    board_id: boardId,
    title,
    deleted_at: deleted ? new Date('2026-06-01T08:00:00Z') : null,
    item_order: order,
    visible_item_order: order,
    board_items: described.reverse(),
  }
}

function describeItem(item: string, section: string, id: string): IBoardItem {
  const [, kind, content = ''] = /^(dashboards|looks)\/(.+)$/.exec(item) ?? []
  const isLookml = content.includes('::')
  return {
    id,
    board_section_id: section,
    dashboard_id: kind === 'dashboards' && !isLookml ? content : null,
    lookml_dashboard_id: kind === 'dashboards' && isLookml ? content : null,
    look_id: kind === 'looks' ? content : null,
    title: null,
    custom_url: kind ? null : item,
    use_custom_url: kind === undefined,
  }
}
