package cloud.bleu.evidence.person;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.input.InputDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the names that a directory still has are those that the pseudonyms were made of. A
 * name that is erased is no fault.
 */
public final class PersonCheck {

  /** What stands for a name, as every release made it. */
  private static final Pattern PSEUDONYM = Pattern.compile("[a-z]+-[0-9a-f]{16,32}");

  private final List<ChainFault> faults = new ArrayList<>();
  private final Set<String> bound = new HashSet<>();
  private final Set<String> named = new HashSet<>();
  private int byChance;

  /**
   * @throws IOException when the register cannot be read
   */
  public PersonCheck(Path directory) throws IOException {
    Path file = directory.resolve(EvidenceFiles.PERSONS);
    if (!EvidenceFiles.exists(file)) {
      return;
    }
    try {
      PersonRegister.read(EvidenceFiles.text(file)).forEach(this::take);
    } catch (EvidenceFiles.NotRegularException e) {
      faults.add(new ChainFault(Code.NotRegular, EvidenceFiles.PERSONS, e.getReason()));
    } catch (IllegalArgumentException e) {
      fault("not a register of names: " + e.getMessage());
    }
  }

  private void take(String pseudonym, PersonRegister.Named named) {
    if (named.isBehind(pseudonym)) {
      bound.add(pseudonym);
    } else if (named.isByChance(pseudonym)) {
      byChance++;
    } else {
      fault("the name at %s is not the one that it was made of".formatted(pseudonym));
    }
  }

  private void fault(String message) {
    faults.add(new ChainFault(Code.PersonChanged, EvidenceFiles.PERSONS, message));
  }

  /** Takes in what an entry names. */
  public void entry(ChainLine line) {
    take(line.text());
  }

  private void take(String text) {
    if (named.size() < bound.size()) {
      PSEUDONYM
          .matcher(text)
          .results()
          .map(MatchResult::group)
          .filter(bound::contains)
          .forEach(named::add);
    }
  }

  /**
   * Ends the check.
   *
   * @param documents that entries lead to
   */
  public void end(InputDocuments documents) {
    for (String digest : documents.asked()) {
      if (named.size() == bound.size()) {
        return;
      }
      try {
        take(documents.text(digest));
      } catch (IOException | InputDocuments.NotHereException e) {
        // Whoever decides again on it says so.
        continue;
      }
    }
  }

  /** How many names are here, bound to pseudonyms that an entry or a document has. */
  public int bound() {
    return named.size();
  }

  /** What of the names proves nothing, as sentences. */
  public List<String> remarks() {
    int others = bound.size() - named.size();
    return others == 0
        ? List.of()
        : List.of(
            "%s in %s %s for something that nothing here has"
                .formatted(
                    others == 1 ? "1 name" : others + " names",
                    EvidenceFiles.PERSONS,
                    others == 1 ? "stands" : "stand"));
  }

  /** What nobody can see of names, null where each is bound. */
  public @Nullable String limit() {
    return byChance == 0
        ? null
        : byChance
            + (byChance == 1 ? " name was" : " names were")
            + " recorded by a release that bound none to its pseudonym: somebody who could write "
            + EvidenceFiles.PERSONS
            + " can have exchanged them";
  }

  /** Names that do not give their pseudonym, and a register that cannot be read. */
  public List<ChainFault> faults() {
    return faults;
  }
}
