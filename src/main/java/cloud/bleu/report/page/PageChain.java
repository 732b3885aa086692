package cloud.bleu.report.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chain of decisions of {@code bleu run --evidence-dir}: each entry is held to the one before
 * it. Signatures are not looked at; {@code bleu verify} does.
 *
 * @param entries that are there
 * @param first number of the first one, 0 when there is none
 * @param last number of the last one, 0 when there is none
 * @param head hash of the last one; empty when there is none
 * @param unbroken whether each entry names the hash of the one before it and none is left out
 * @param faults what is wrong, at most some; empty when it is unbroken
 * @param newest the last ones but for heartbeats, the newest first
 * @param kept of a page that the operator serves, where older entries are not looked at; else null
 */
public record PageChain(
    int entries,
    long first,
    long last,
    String head,
    boolean unbroken,
    List<String> faults,
    List<Entry> newest,
    @Nullable Kept kept) {

  /**
   * How far a running operator has come with its chain.
   *
   * @param exported number of the last entry that is on the disk, 0 when none is
   * @param signed number of the last entry that a signed checkpoint covers, 0 when none does
   */
  public record Kept(long exported, long signed) {}

  /**
   * An entry.
   *
   * @param time as it is written; null when it does not say
   * @param kind {@code Decision}, or one of the other kinds
   * @param subject what it is about, as the page names it; may be empty
   * @param cause of a decision; empty for other kinds
   * @param zones of a decision, as {@code z1=2, z3=1}
   */
  public record Entry(
      long sequence,
      @Nullable Instant time,
      String kind,
      String subject,
      String cause,
      String zones,
      String hash) {}

  public PageChain {
    faults = List.copyOf(faults);
    newest = List.copyOf(newest);
  }
}
