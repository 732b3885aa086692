/** The commit point: decisions are in the DecisionLedger before anything acts on them. */
@org.jspecify.annotations.NullMarked
package cloud.bleu.ledger;
