import { work } from '../jobs/thread.ts'
import { buildPage } from './build-page.ts'

work(buildPage)
