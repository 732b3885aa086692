/**
 * One reconciler for each kind: it delivers what is decided and says what came of it.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.reconciler;
