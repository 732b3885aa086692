package cloud.bleu.operator.pass;

import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.Translation;
import org.jspecify.annotations.Nullable;

/**
 * The bound on the moves of all workloads together, as the options of this operator state it, with
 * the moves that the ledger knows of.
 *
 * @param perHour most replicas within an hour; null: no bound
 */
public record CommonMoves(@Nullable Integer perHour, Ledger ledger) {

  /** The estate with the bound in it. */
  public Translation in(Translation translation) {
    if (perHour == null) {
      return translation;
    }
    Estate estate = translation.estate();
    return translation.of(
        estate.withMoveBudget(
            RecentMoves.budget(
                perHour,
                ledger.all().values().stream().map(DecisionInForce::recent),
                estate.now())));
  }
}
