package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.change.Attestations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the chain knows of the objects of a cluster. So a change that happens while no process
 * writes is recorded by the next one that does.
 *
 * @param policies specs by name; none when it knows of none
 * @param facts as {@link Attestations} keeps them, by {@code kind/name}; null when facts were never
 *     recorded
 * @param saidSince what entries say of changes after that: a crash came before it was bound
 * @param from where it was read, as the chain says it; null: this process saw it itself
 */
public record ChainKnowledge(
    Map<String, Object> policies,
    @Nullable Map<String, Object> facts,
    List<ChainNote> saidSince,
    @Nullable String from) {

  /** From nowhere. */
  static final String WITH_NOTHING = "nothing";

  /** From files of a release that bound nothing to the chain. */
  static final String WITH_UNSIGNED_FILES = "files that nobody signed";

  public ChainKnowledge {
    saidSince = List.copyOf(saidSince);
  }

  /** Of a directory that knows nothing. */
  public static final ChainKnowledge NOTHING =
      new ChainKnowledge(Map.of(), null, List.of(), WITH_NOTHING);

  /** What the objects are now. */
  public static ChainKnowledge of(Map<String, Object> policies, Map<String, Object> facts) {
    return new ChainKnowledge(policies, facts, List.of(), null);
  }

  /** Whether the objects are the same. */
  public boolean isLike(ChainKnowledge other) {
    return policies.equals(other.policies) && Objects.equals(facts, other.facts);
  }

  /** Whether an entry that is in the chain, or about to be, binds just this. */
  public boolean isBound() {
    return saidSince.isEmpty() && !WITH_NOTHING.equals(from) && !WITH_UNSIGNED_FILES.equals(from);
  }
}
