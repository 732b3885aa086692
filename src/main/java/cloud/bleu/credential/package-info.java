/**
 * What of a text is shown: nothing that whoever reads it could sign in with, and no half of a
 * character. Pure.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.credential;
