package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.HeldCheckpoints.Held;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which trusted key signed which part of a chain. A key that was replaced signs nothing more. */
final class KeyUses {

  private final Map<PublicKey, KeyUse> uses = new LinkedHashMap<>();
  private final Set<PublicKey> replaced = new HashSet<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private @Nullable PublicKey current;

  /**
   * @param trusted keys that may have signed
   * @param checkpoints that they signed, in the order of the chain
   */
  KeyUses(Collection<PublicKey> trusted, Collection<List<Held>> checkpoints) {
    trusted.forEach(key -> uses.put(key, new KeyUse(SigningKey.fingerprint(key), 0, null)));
    checkpoints.forEach(this::take);
  }

  private void take(List<Held> ofOneEntry) {
    Set<PublicKey> counted = new HashSet<>();
    for (Held one : ofOneEntry) {
      PublicKey key = one.key();
      if (key != null && counted.add(key)) {
        uses.computeIfPresent(key, (k, use) -> use.with(one.checkpoint().sequence()));
        turn(key, one);
      }
    }
  }

  private void turn(PublicKey key, Held one) {
    PublicKey before = current;
    if (before != null && !before.equals(key)) {
      replaced.add(before);
    }
    if (replaced.contains(key) && !key.equals(before)) {
      faults.add(
          new ChainFault(
              Code.KeyReturned,
              one.where(),
              "the checkpoint of entry %s is signed by the key %s, which another one had replaced"
                  .formatted(one.checkpoint().sequence(), SigningKey.fingerprint(key))));
    }
    current = key;
  }

  /** What each trusted key signed, in the order in which they were given. */
  List<KeyUse> uses() {
    return List.copyOf(uses.values());
  }

  List<ChainFault> faults() {
    return faults;
  }
}
