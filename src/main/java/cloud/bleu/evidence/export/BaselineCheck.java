package cloud.bleu.evidence.export;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainWalk.Placed;
import cloud.bleu.evidence.chain.EntryKey;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.chain.SignedAbsences;
import cloud.bleu.evidence.input.InputDocuments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what the chain knew of policies, facts and waivers is here as its entries name it.
 */
public final class BaselineCheck {

  private final InputDocuments documents;
  private final List<Placed> recorded = new ArrayList<>();
  private final List<ChainFault> faults = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private @Nullable String limit;

  /**
   * @param documents of the export that is checked
   */
  public BaselineCheck(InputDocuments documents) {
    this.documents = documents;
  }

  /** Takes the next entry of the chain; entries on anything but the baseline are ignored. */
  public void entry(Placed placed) {
    switch (placed.line().kind()) {
      case EntryKinds.BASELINE_RECORDED -> recorded.add(placed);
      case EntryKinds.BASELINE_LOST ->
          faults.add(
              new ChainFault(
                  Code.BaselineLost,
                  placed.where(),
                  "what was known of policies, facts and waivers at entry %s was not here as it was recorded when the operator compared: %s"
                      .formatted(
                          placed.line().content(EntryKey.ENTRY),
                          placed.line().content(EntryKey.WHY))));
      default -> {}
    }
  }

  /**
   * Ends the check.
   *
   * @param excuses what entries say of lost inputs
   * @param last number of the last entry
   */
  public void end(SignedAbsences excuses, long last) {
    for (Placed one : recorded) {
      try {
        ChainBaseline.read(one.line(), documents);
      } catch (InputDocuments.NotHereException e) {
        lost(one, e, excuses);
      } catch (IOException e) {
        faults.add(new ChainFault(Code.InputMissing, one.where(), String.valueOf(e.getMessage())));
      } catch (IllegalArgumentException e) {
        faults.add(
            new ChainFault(
                Code.InputChanged,
                one.where(),
                "what it names as known cannot be read: " + e.getMessage()));
      }
    }
    if (recorded.isEmpty()) {
      limit = last == 0 ? null : unseen("in all entries", "");
      return;
    }
    ChainLine first = recorded.get(0).line();
    String with = first.content(ChainBaseline.COMPARED_WITH);
    if (ChainKnowledge.WITH_UNSIGNED_FILES.equals(with)) {
      limit =
          unseen(
              "up to entry " + first.sequence(),
              ", which is the first that names what is known by its digest");
    }
  }

  private static String unseen(String where, String which) {
    return "what became of policies, facts and waivers while no operator ran was told %s by files that nobody signed%s: somebody who could write them can have hidden it"
        .formatted(where, which);
  }

  private void lost(Placed one, InputDocuments.NotHereException e, SignedAbsences excuses) {
    long sequence = one.line().sequence();
    Predicate<ChainLine> says = SignedAbsences.about(sequence, sequence);
    ChainLine said = excuses.signed(EntryKinds.INPUTS_LOST, says);
    // What is changed was not lost.
    if (e.code() == Code.InputMissing && said != null) {
      gaps.add(
          "what was known of policies, facts and waivers at entry %s was lost before it was exported (entry %s says so)"
              .formatted(sequence, said.sequence()));
    } else {
      faults.add(
          new ChainFault(
              e.code(),
              one.where(),
              e.getMessage() + excuses.unsigned(EntryKinds.INPUTS_LOST, says)));
    }
  }

  /** Whether an entry names what is known. */
  public boolean isBound() {
    return !recorded.isEmpty();
  }

  /** What nobody can see of what changed while no operator ran, null where all is bound. */
  public @Nullable String limit() {
    return limit;
  }

  /** What the chain itself says is not here, as sentences. */
  public List<String> gaps() {
    return gaps;
  }

  /** Baselines that were lost, are missing or are not as their entry names them. */
  public List<ChainFault> faults() {
    return faults;
  }
}
