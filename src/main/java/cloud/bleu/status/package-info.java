/**
 * What was decided and seen, as conditions and status: pure, the same input gives the same status,
 * so that an unchanged world is never written again.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status;
