package cloud.bleu.evidence.person;

import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the chain has in place of the names of persons, of the names of those who hold a company,
 * and of texts that may name somebody. The register is a file of its own: erasing a name there
 * leaves the chain unbroken, and its pseudonym then means nobody. May be used by several threads.
 */
public final class Pseudonyms {

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> byName = new HashMap<>();
  private final TreeMap<String, PersonRegister.Named> register = new TreeMap<>();
  private final Set<String> written = new HashSet<>();

  /** The pseudonym of a person: the same for the same name as long as the register has it. */
  public synchronized String of(String name) {
    return of(name, "person-");
  }

  /** What stands for a text: the same for the same text as long as the register has it. */
  public synchronized String ofText(String text) {
    return of(text, "text-");
  }

  /**
   * Whether a pseudonym may stand for a name: where the register does not have it any more, nobody
   * can tell whose it was.
   */
  public synchronized boolean mayBe(String pseudonym, String name) {
    PersonRegister.Named known = register.get(pseudonym);
    return known == null || known.name().equals(name);
  }

  private String of(String name, String before) {
    String known = byName.get(name);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[PersonRegister.BYTES];
    random.nextBytes(bytes);
    String salt = HexFormat.of().formatHex(bytes);
    String made = PersonRegister.pseudonym(before, salt, name);
    byName.put(name, made);
    register.put(made, new PersonRegister.Named(name, salt));
    return made;
  }

  /**
   * Takes in the names of the register of a directory. What nothing binds to its name stays there
   * and is not used again: the name gets a pseudonym that is bound to it.
   *
   * @throws IOException when it cannot be read
   */
  public synchronized void read(Path directory) throws IOException {
    Path file = directory.resolve(EvidenceFiles.PERSONS);
    if (EvidenceFiles.exists(file)) {
      registerOf(file)
          .forEach(
              (pseudonym, named) -> {
                if (named.isBehind(pseudonym)) {
                  byName.put(named.name(), pseudonym);
                }
                register.put(pseudonym, named);
                written.add(pseudonym);
              });
    }
  }

  /**
   * Writes the register to a directory if a name came. What was written and is not in the file any
   * more was erased, and is not written again.
   *
   * @throws IOException when it is not written
   */
  public synchronized void write(Path directory) throws IOException {
    if (register.size() <= written.size()) {
      return;
    }
    Path file = directory.resolve(EvidenceFiles.PERSONS);
    written.removeAll(EvidenceFiles.exists(file) ? registerOf(file).keySet() : Set.of());
    register.keySet().removeAll(written);
    written.clear();
    EvidenceFiles.write(file, PersonRegister.text(register));
    written.addAll(register.keySet());
  }

  private static Map<String, PersonRegister.Named> registerOf(Path file) throws IOException {
    try {
      return PersonRegister.read(EvidenceFiles.text(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": not a register of names; correct or remove it", e);
    }
  }
}
