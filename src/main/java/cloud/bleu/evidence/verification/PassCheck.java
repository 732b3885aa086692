package cloud.bleu.evidence.verification;

import cloud.bleu.evidence.chain.ChainClock;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.input.InputDocuments;
import cloud.bleu.evidence.input.InputReader;
import cloud.bleu.evidence.input.InputReader.Read;
import cloud.bleu.evidence.verification.DecisionReplay.Made;
import cloud.bleu.placement.PlannerMemory;
import cloud.bleu.placement.estate.ZoneRule;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Decides one recorded pass once more, on the inputs that it names. */
final class PassCheck {

  /** What came of a pass. */
  sealed interface Outcome {
    /**
     * It was looked at.
     *
     * @param ofThisEngine decided again, else checked
     * @param forgotten decisions for which fewer volumes were known than the chain has before them
     */
    record Looked(boolean ofThisEngine, List<ChainFault> faults, List<String> forgotten)
        implements Outcome {}

    /** Its documents are not all here as they were. */
    record Missing(ChainFault fault) implements Outcome {}

    /** Its documents are of no use here. */
    record Unreadable(String why) implements Outcome {}
  }

  private final InputDocuments documents;
  private final InputReader inputs;

  /** What one thread remembers of the passes that it decided. */
  private final ThreadLocal<PlannerMemory> remembered = ThreadLocal.withInitial(PlannerMemory::new);

  /**
   * @param maker of the rules that are not of the catalogue
   */
  PassCheck(InputDocuments documents, Function<ZoneRule.Making, ZoneRule> maker) {
    this.documents = documents;
    inputs = new InputReader(documents, maker);
  }

  /**
   * Decides a pass once more. Any thread may ask; each remembers the pass before.
   *
   * @param digest of what the pass decided on
   * @param made what it decided
   */
  Outcome of(String digest, List<Made> made) {
    try {
      return decide(read(digest), made);
    } catch (InputDocuments.NotHereException e) {
      return new Outcome.Missing(
          new ChainFault(e.code(), made.get(0).where(), String.valueOf(e.getMessage())));
    } catch (IOException | IllegalArgumentException e) {
      return new Outcome.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** Documents can say anything under their own digest: none may end the check. */
  private Read read(String digest) throws IOException {
    try {
      Read read = inputs.read(digest);
      documents.whole(digest);
      return read;
    } catch (IllegalArgumentException | InputDocuments.NotHereException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("they are no inputs of a pass", e);
    }
  }

  private Outcome decide(Read read, List<Made> made) {
    try {
      List<ChainFault> found = new ArrayList<>(time(read.estate().now(), made));
      if (!read.ofThisEngine()) {
        found.addAll(ReleaseCheck.check(read.estate(), made));
        return new Outcome.Looked(false, found, List.of());
      }
      StateCheck state = StateCheck.of(read.estate(), made);
      found.addAll(state.faults());
      found.addAll(DecisionReplay.check(read.estate(), made, remembered.get()));
      return new Outcome.Looked(true, found, state.forgotten());
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      String why = "the engine here cannot decide on the recorded inputs";
      if (!read.ofThisEngine()) {
        throw new IllegalArgumentException(why, e);
      }
      // Whoever decided with this engine had inputs on which it can.
      return new Outcome.Looked(
          true,
          made.stream().map(m -> new ChainFault(Code.DecisionDiffers, m.where(), why)).toList(),
          List.of());
    }
  }

  /** The first decision of a pass that was not taken when its inputs say. */
  private static List<ChainFault> time(Instant inputs, List<Made> made) {
    for (Made one : made) {
      Instant time = one.time();
      if (time != null && !ChainClock.isAbout(time, inputs)) {
        return List.of(
            new ChainFault(
                Code.TimeContradicts,
                one.where(),
                "it is dated %s, and was decided on inputs of %s".formatted(time, inputs)));
      }
    }
    return List.of();
  }
}
