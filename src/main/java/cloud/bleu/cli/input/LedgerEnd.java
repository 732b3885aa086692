package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.evidence.chain.KnownEnd;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the DecisionLedger of an input says of the end of the exported chain. */
public final class LedgerEnd {
  private static final String NAME = "decisions";

  /** Without the right to it, or without the kind, nothing is known: a report needs neither. */
  private static final Set<Integer> ABSENT =
      Set.of(HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_NOT_FOUND);

  private LedgerEnd() {}

  /**
   * The last entry that it names as exported.
   *
   * @return null where the input has no ledger that the user may read, or nothing left it yet
   */
  public static @Nullable KnownEnd of(InputOptions options, Input.Read read) {
    List<DecisionLedger> ledgers =
        options.files.isEmpty()
            ? ClusterReader.with(
                options,
                client -> {
                  try {
                    DecisionLedger ledger =
                        client.resources(DecisionLedger.class).withName(NAME).get();
                    return ledger == null ? List.<DecisionLedger>of() : List.of(ledger);
                  } catch (KubernetesClientException e) {
                    if (ABSENT.contains(e.getCode())) {
                      return List.<DecisionLedger>of();
                    }
                    throw e;
                  }
                })
            : read.objects().of(DecisionLedger.class);
    return ledgers.stream()
        .filter(ledger -> NAME.equals(ledger.getMetadata().getName()) && ledger.getSpec() != null)
        .findFirst()
        .map(ledger -> end(ledger.getSpec()))
        .orElse(null);
  }

  /** What waits in a ledger may not be exported yet; the first of it names the entry before. */
  private static @Nullable KnownEnd end(DecisionLedgerSpec spec) {
    long last = spec.sequence();
    String hash = spec.headHash();
    for (DecisionLedgerSpec.Entry entry : spec.entries()) {
      if (entry.sequence() <= last) {
        last = entry.sequence() - 1;
        hash = entry.previous();
      }
    }
    for (DecisionLedgerSpec.ChainRecord entry : spec.records()) {
      if (entry.sequence() <= last) {
        last = entry.sequence() - 1;
        hash = entry.previous();
      }
    }
    return last < 1 || hash == null ? null : new KnownEnd("DecisionLedger " + NAME, last, hash);
  }
}
