/**
 * What of a text may not be shown, because whoever reads it could sign in with it. Pure.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.credential;
