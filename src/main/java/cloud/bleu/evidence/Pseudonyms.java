package cloud.bleu.evidence;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the chain for the names of persons. The register of names is a file of its own: a
 * name that is erased there leaves the chain whole and means nobody any more. May be used by
 * several threads.
 */
public final class Pseudonyms {

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> byName = new TreeMap<>();
  private boolean changed;

  /** The pseudonym of a person: the same for the same name as long as the register has it. */
  public synchronized String of(String name) {
    String known = byName.get(name);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    String made = "person-" + HexFormat.of().formatHex(bytes);
    byName.put(name, made);
    changed = true;
    return made;
  }

  /**
   * Takes in a register that was written before.
   *
   * @throws IllegalArgumentException when it is none
   */
  synchronized void read(String register) {
    JsonTree.object(register)
        .forEach((pseudonym, name) -> byName.put(String.valueOf(name), pseudonym));
  }

  /** The register as canonical JSON, names by pseudonym; null when nothing is new. */
  synchronized @Nullable String changed() {
    if (!changed) {
      return null;
    }
    changed = false;
    Map<String, Object> register = new TreeMap<>();
    byName.forEach((name, pseudonym) -> register.put(pseudonym, name));
    return CanonicalJson.text(register);
  }
}
