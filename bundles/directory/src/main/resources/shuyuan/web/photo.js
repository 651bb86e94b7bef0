// A person's photo: shown, changed, removed.
import { ref } from 'vue'
import { confirm, html, SyButton, toast, useContext } from '@shuyuan/ui'

const SIDE = 640

/** The middle square as a JPEG, drawn here: what a phone wrote into the file stays with its owner, and a WebP becomes what every program reads. */
const square = async (file) => {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const side = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(SIDE, side)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 3, side, side, 0, 0, canvas.width, canvas.height)
  picture.close()
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9))
  return new File([/** @type {Blob} */ (blob)], 'photo.jpg', { type: 'image/jpeg' })
}

export const Photo = {
  props: { person: { type: Object, required: true } },
  emits: ['changed'],
  setup(props, { emit }) {
    const { t, api } = useContext()
    const input = ref()
    const busy = ref(false)
    const tell = (done) => { toast.success(done); emit('changed') }
    const chosen = async (event) => {
      const file = event.target.files?.[0]
      event.target.value = ''
      if (!file) return
      busy.value = true
      try {
        const drawn = await square(file).catch(() => undefined)
        if (!drawn) return toast.error(t('people.photo-bad'))
        await api.upload(`photos/${props.person.id}`, drawn, { method: 'PUT' })
        tell(t('people.saved'))
      } catch (failed) {
        toast.error(failed)
      } finally {
        busy.value = false
      }
    }
    const remove = async () => {
      if (!await confirm({ title: t('people.photo-remove'), text: t('people.photo-remove-ask'), yes: t('people.photo-remove'), danger: true })) return
      try {
        await api.delete(`photos/${props.person.id}`)
        tell(t('people.photo-removed'))
      } catch (failed) {
        toast.error(failed)
      }
    }
    return () => {
      const p = props.person
      if (!p.photo && !p.photoWritable) return null
      return html`
        <div class="directory-photo">
          ${p.photo && html`<img src=${`/api/directory/photos/${p.id}?size=large&v=${p.photo}`} width="120" height="120" alt=${t('people.photo-of', { name: p.name })} loading="lazy" />`}
          ${p.photoWritable && html`
            <div class="sy-row sy-no-print">
              <input ref=${input} type="file" accept="image/jpeg,image/png,image/webp" class="sy-visually-hidden" tabindex="-1" aria-hidden="true" onChange=${chosen} />
              <${SyButton} action=${{ text: t(p.photo ? 'people.photo-change' : 'people.photo-add'), icon: 'picture', loading: busy.value, run: () => input.value.click() }} />
              ${p.photo && html`<${SyButton} action=${{ text: t('people.photo-remove'), icon: 'delete', run: remove }} />`}
            </div>`}
        </div>`
    }
  },
}
