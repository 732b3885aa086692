/**
 * What of a text may not be shown, because whoever reads it could sign in with it. Pure.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.credential;
