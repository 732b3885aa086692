package cloud.bleu.evidence.person;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the names that a directory still has are those that pseudonyms were made of. A name that
 * is erased is no fault.
 */
public final class PersonCheck {

  private final List<ChainFault> faults = new ArrayList<>();
  private int bound;
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
      bound++;
    } else if (named.isByChance(pseudonym)) {
      byChance++;
    } else {
      fault("the name at %s is not the one that it was made of".formatted(pseudonym));
    }
  }

  private void fault(String message) {
    faults.add(new ChainFault(Code.PersonChanged, EvidenceFiles.PERSONS, message));
  }

  /** How many names are here and bound to their pseudonyms. */
  public int bound() {
    return bound;
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

  public List<ChainFault> faults() {
    return faults;
  }
}
