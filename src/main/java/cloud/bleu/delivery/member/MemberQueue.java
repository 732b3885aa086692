package cloud.bleu.delivery.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to the server of one other cluster, on threads of its own ({@link MemberLanes}). Those
 * about one workload run one after the other, in the order in which they were handed over. Callers
 * do not wait.
 */
public final class MemberQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemberQueue.class);

  /** What was refused is not asked again sooner, unless the server names the time. */
  static final Duration AGAIN = Duration.ofSeconds(15);

  /** What waited for longer rests on what was seen too long ago: it is to be asked for anew. */
  static final Duration OLD = Duration.ofSeconds(10);

  private final MemberLanes lanes;
  private final Listener listener;
  private final LongSupplier nanos;
  private final Supplier<Duration> putOff;
  private final MemberRequests requests;

  /** Who is told what became of it. */
  public interface Listener {
    /** Something that was asked for a workload has its answer. */
    void answered(String namespace, String workload);

    /** Something got no answer at all: the server may be away. One word counts for a while. */
    void silent();

    /** Whether the server answers otherwise, as far as that is known. */
    boolean isReached();
  }

  /**
   * What is known of something that was handed over.
   *
   * @param underWay whether it has no answer yet
   * @param problem what refuses it, or refused it last; null: nothing
   */
  public record Answer(boolean underWay, @Nullable DeliveryProblem problem) {}

  private final Silence silence;

  /**
   * @param name of the cluster, for the thread
   * @param nanos a clock that nobody can set, in nanoseconds
   * @param putOff for how long the server asks to be left alone; zero: it does not
   */
  public MemberQueue(
      String name, Listener listener, LongSupplier nanos, Supplier<Duration> putOff) {
    this.listener = listener;
    this.nanos = nanos;
    this.putOff = putOff;
    lanes = new MemberLanes(name, nanos);
    requests = new MemberRequests(nanos);
    silence = new Silence(nanos);
  }

  /**
   * Hands something over, unless the same is under way or was just refused.
   *
   * @param what of the workload it is about: at most one thing of a kind is under way
   * @param ask by which it is known to be the same
   * @param always whether the listener is told of every answer, and not only of another one than
   *     before
   * @param work returns what refuses it, null when it is done
   */
  public Answer ask(
      BleuWorkload workload,
      String what,
      Object ask,
      boolean always,
      Supplier<@Nullable DeliveryProblem> work) {
    return handOver(workload, what, ask, always, true, work);
  }

  /**
   * Asks for something that changes nothing there. It is asked again each time. The listener is
   * told when nothing is said against it, and when the answer differs from the one before.
   */
  public Answer read(
      BleuWorkload workload, String what, Object ask, Supplier<@Nullable DeliveryProblem> work) {
    return handOver(workload, what, ask, false, false, work);
  }

  /**
   * A number that is another one once something was done that may have changed what stands there of
   * a workload. What is under way is not in it.
   */
  public long changes(BleuWorkload workload) {
    return requests.changes(HandedOverKey.of(workload));
  }

  /** The time of this queue, which passes while nobody sets a clock. */
  long now() {
    return nanos.getAsLong();
  }

  private Answer handOver(
      BleuWorkload workload,
      String what,
      Object ask,
      boolean always,
      boolean changing,
      Supplier<@Nullable DeliveryProblem> work) {
    HandedOverKey key = HandedOverKey.of(workload, what);
    MemberRequests.Taken taken = requests.take(key, ask, changing);
    HandedOver entry = taken.entry();
    if (entry == null) {
      return taken.answer();
    }
    try {
      lanes.handOver(
          key.namespace(), key.workload(), () -> run(key, entry, always, changing, work));
    } catch (RejectedExecutionException closed) {
      LOG.debug("{} is not asked any more", key);
    }
    return taken.answer();
  }

  /** What refused something last, even if it is being asked again by now; null: nothing. */
  public @Nullable DeliveryProblem last(BleuWorkload workload, String what, Object ask) {
    return requests.last(HandedOverKey.of(workload, what), ask);
  }

  /**
   * Takes note of whether the server answers. Once it does again, what failed because it did not is
   * not put off any more, and the listener is told of each workload that has some of it.
   */
  public void reach(boolean now) {
    tell(requests.reach(now));
  }

  /**
   * Takes note that the server knows the credential. The listener is told of each workload of which
   * something was refused since for want of it: that may be sent again at once, a single time.
   */
  public void confirm() {
    tell(requests.confirm());
  }

  private void tell(Set<HandedOverKey> due) {
    due.forEach(key -> listener.answered(key.namespace(), key.workload()));
  }

  /** Forgets a workload that is gone; what is under way goes on. */
  public void forget(String namespace, String workload) {
    requests.forget(new HandedOverKey(namespace, workload, ""));
    lanes.forget(namespace, workload);
  }

  /** Whether something that was handed over for a workload has no answer yet. */
  boolean isBusy(BleuWorkload workload) {
    return requests.isBusy(HandedOverKey.of(workload));
  }

  /**
   * Whether something handed over for a workload, other than of this kind, has no answer yet. The
   * listener is told of that answer, whatever it is: otherwise nobody asks the workload to look
   * again.
   */
  public boolean awaitsAnswer(BleuWorkload workload, String but) {
    return requests.awaitsAnswer(HandedOverKey.of(workload), but);
  }

  @Override
  public void close() {
    lanes.close();
  }

  /** False: it waited for too long, and whoever it is of is told to ask anew. */
  private boolean run(
      HandedOverKey key,
      HandedOver entry,
      boolean always,
      boolean changing,
      Supplier<@Nullable DeliveryProblem> work) {
    if (nanos.getAsLong() - entry.at >= OLD.toNanos()) {
      requests.handBack(entry);
      listener.answered(key.namespace(), key.workload());
      return false;
    }
    DeliveryProblem problem = problem(key, entry, work);
    boolean news = requests.answered(key, entry, changing, problem);
    if (always || news) {
      listener.answered(key.namespace(), key.workload());
    }
    return true;
  }

  private @Nullable DeliveryProblem problem(
      HandedOverKey key, HandedOver entry, Supplier<@Nullable DeliveryProblem> work) {
    try {
      return work.get();
    } catch (KubernetesClientException e) {
      if (ClusterWriter.stale(e)) {
        return null;
      }
      LOG.debug("{} failed", key, e);
      entry.failed(e, putOff.get());
      if (!Refusal.isAnswered(e) && silence.isNew()) {
        listener.silent();
      }
      return FailedWrite.problem(e, listener.isReached());
    } catch (RuntimeException | Error e) {
      // Whatever it is, the next one may not wait for it without end.
      LOG.error("{} failed", key, new RedactedException(e));
      return FailedWrite.DEFECT;
    }
  }
}
