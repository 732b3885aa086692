package cloud.bleu.placement.state;

import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What one workload asked of the room in its turn, and what it heard: how many replicas fit, and
 * whether a reserve is shared. Where it would hear the same again, its turn would be the same.
 */
public final class RoomReads {
  private final CompiledWorkload compiled;

  /** Zones of which it asked how many replicas fit. */
  private final BitSet asked = new BitSet();

  /** Those in which fewer fit than it asked for at some time; there all answers are known. */
  private final BitSet tight = new BitSet();

  /** Those in which as many fit as it asked for, before any question to which fewer did. */
  private final BitSet plenty = new BitSet();

  /** Questions how many fit in zones that are tight, each once, and the answers. */
  private long[] fits = {};

  private int[] answers = {};
  private int fitCount;

  /** The most replicas that it asked for in a zone. */
  private int most;

  /** Questions about sharing, each for an event and a number of replicas. */
  private long[] questions = {};

  private final List<BitSet> sharing = new ArrayList<>();
  private final List<BitSet> shared = new ArrayList<>();
  private boolean otherwise;

  /** Of a workload that is not in the room while it asks. */
  public RoomReads(CompiledWorkload compiled) {
    this.compiled = compiled;
  }

  /** The event of a question for all of them at once. */
  static final int EVERY = -1;

  private static final int EVENT_BITS = 21;
  private static final int WANTED_BITS = 22;

  void fit(CompiledWorkload of, int zone, int event, int wanted, boolean rollout, int fit) {
    otherwise |= of != compiled || wanted >> WANTED_BITS != 0;
    asked.set(zone);
    most = Math.max(most, wanted);
    if (fit == wanted && !tight.get(zone)) {
      plenty.set(zone);
      return;
    }
    // What was heard before is not known one by one.
    otherwise |= plenty.get(zone);
    tight.set(zone);
    long question = zone;
    question = question << EVENT_BITS | event + 1;
    question = question << WANTED_BITS | wanted;
    question = question << 1 | (rollout ? 1 : 0);
    for (int i = 0; i < fitCount; i++) {
      if (fits[i] == question) {
        otherwise |= answers[i] != fit;
        return;
      }
    }
    if (fitCount == fits.length) {
      fits = Arrays.copyOf(fits, Math.max(4, fitCount * 2));
      answers = Arrays.copyOf(answers, fits.length);
    }
    fits[fitCount] = question;
    answers[fitCount++] = fit;
  }

  void shares(CompiledWorkload of, int event, int zone, int replicas, boolean shares) {
    otherwise |= of != compiled;
    long question = (long) event << Integer.SIZE | replicas;
    int i = 0;
    while (i < questions.length && questions[i] != question) {
      i++;
    }
    if (i == questions.length) {
      questions = Arrays.copyOf(questions, i + 1);
      questions[i] = question;
      sharing.add(new BitSet());
      shared.add(new BitSet());
    }
    // The room does not change within a turn that is of use.
    otherwise |= sharing.get(i).get(zone) && shared.get(i).get(zone) != shares;
    asked.set(zone);
    sharing.get(i).set(zone);
    shared.get(i).set(zone, shares);
  }

  /** Something else was asked: it cannot be told whether the answer is the same. */
  public void otherwise() {
    otherwise = true;
  }

  /** Whether it can be told at all. */
  public boolean telling() {
    return !otherwise;
  }

  /** Whether anything was asked about a zone. */
  public boolean about(int zone) {
    return asked.get(zone);
  }

  /**
   * Whether the answers about a zone are the same in the room as it is; false also where that is
   * not easily told. What the workload itself has there must be out of the room.
   */
  public boolean hold(CapacityLedger ledger, int zone) {
    if (tight.get(zone) ? !fitsAsMany(ledger, zone) : !ledger.takes(compiled, zone, most)) {
      return false;
    }
    for (int i = 0; i < questions.length; i++) {
      int event = (int) (questions[i] >> Integer.SIZE);
      int replicas = (int) questions[i];
      if (sharing.get(i).get(zone)
          && ledger.shares(compiled, event, zone, replicas) != shared.get(i).get(zone)) {
        return false;
      }
    }
    return true;
  }

  private boolean fitsAsMany(CapacityLedger ledger, int zone) {
    for (int i = 0; i < fitCount; i++) {
      long question = fits[i];
      boolean rollout = (question & 1) == 1;
      int wanted = (int) (question >> 1) & (1 << WANTED_BITS) - 1;
      int event = ((int) (question >> 1 + WANTED_BITS) & (1 << EVENT_BITS) - 1) - 1;
      if (question >> 1 + WANTED_BITS + EVENT_BITS != zone) {
        continue;
      }
      int fit =
          event == EVERY
              ? ledger.fit(compiled, zone, wanted, rollout)
              : ledger.fit(compiled, event, zone, wanted, rollout);
      if (fit != answers[i]) {
        return false;
      }
    }
    return true;
  }
}
