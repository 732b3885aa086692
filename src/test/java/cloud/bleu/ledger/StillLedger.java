package cloud.bleu.ledger;

import cloud.bleu.apiserver.AnswerClock;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Ledgers whose patience passes as a test says. */
public final class StillLedger {

  private StillLedger() {}

  /**
   * A ledger that is kept nowhere else and may write everywhere.
   *
   * @param late as of {@link Ledger}
   * @param time by which an answer is late, and what was refused is due again
   */
  public static Ledger of(KubernetesClient client, @Nullable Runnable late, AnswerClock time) {
    return new Ledger(
        client,
        Clock.systemUTC(),
        Export.NONE,
        late,
        new PlacementWriter(client, namespace -> true),
        time);
  }
}
