export { isNamedByPeople } from '../../../engine/src/session/image-names';
