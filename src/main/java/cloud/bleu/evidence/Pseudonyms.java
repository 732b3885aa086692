package cloud.bleu.evidence;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the chain for the names of persons, for whoever holds a company, and for texts
 * that may name somebody. The register is a file of its own: what is erased there leaves the chain
 * whole and means nobody any more. May be used by several threads.
 */
public final class Pseudonyms {

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> byName = new HashMap<>();
  private final TreeMap<String, Object> register = new TreeMap<>();
  private final Set<String> written = new HashSet<>();

  /** The pseudonym of a person: the same for the same name as long as the register has it. */
  public synchronized String of(String name) {
    return of(name, "person-");
  }

  /** What stands for a text: the same for the same text as long as the register has it. */
  public synchronized String ofText(String text) {
    return of(text, "text-");
  }

  private String of(String name, String before) {
    String known = byName.get(name);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    String made = before + HexFormat.of().formatHex(bytes);
    byName.put(name, made);
    register.put(made, name);
    return made;
  }

  /**
   * Takes in a register that was written before.
   *
   * @throws IllegalArgumentException when it is none
   */
  synchronized void read(String text) {
    JsonTree.object(text)
        .forEach(
            (pseudonym, name) -> {
              byName.put(String.valueOf(name), pseudonym);
              register.put(pseudonym, String.valueOf(name));
              written.add(pseudonym);
            });
  }

  /** Whether the register has what was not written yet. */
  synchronized boolean isChanged() {
    return register.size() > written.size();
  }

  /**
   * The register as canonical JSON, names by pseudonym. What was written and is not in the file any
   * more was erased, and is not written again.
   *
   * @param there the register as the file has it, null when there is none
   * @throws IllegalArgumentException when the file has no register
   */
  synchronized String written(@Nullable String there) {
    Set<String> left = there == null ? Set.of() : JsonTree.object(there).keySet();
    written.removeAll(left);
    register.keySet().removeAll(written);
    written.clear();
    written.addAll(register.keySet());
    return CanonicalJson.text(register);
  }
}
