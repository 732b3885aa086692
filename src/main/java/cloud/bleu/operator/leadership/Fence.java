package cloud.bleu.operator.leadership;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process may write: the lease was renewed so lately that nobody else can hold it,
 * unless its clock is ahead of this one by more than a third of the lease. A process that was
 * stopped for longer finds the fence shut when it goes on, whatever it was about to write.
 *
 * <p>Two clocks are asked, and the one by which more time has passed counts: a monotonic one, which
 * no correction of the time can turn back, and that of the wall, which goes on while a virtual
 * machine is suspended.
 */
public final class Fence {

  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

  private static final Duration FOR_EVER = Duration.ofDays(365 * 100);

  private final Duration limit;
  private final LongSupplier nanos;
  private final LongSupplier millis;
  private final AtomicBoolean held = new AtomicBoolean();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Instants renewed = Instants.NEVER;
  private volatile Instants unanswered = Instants.NEVER;
  private volatile boolean shut;

  /** One moment, by both clocks. */
  record Instants(long nanos, long millis) {
    private static final Instants NEVER = new Instants(0, 0);
  }

  /**
   * @param limit after a renewal, the duration of the lease less what a write may take
   */
  public Fence(Duration limit) {
    this(limit, System::nanoTime, System::currentTimeMillis);
  }

  /**
   * @param limit as in {@link #Fence(Duration)}
   * @param nanos a clock that nobody can set
   * @param millis the time of the wall, since 1970
   */
  public Fence(Duration limit, LongSupplier nanos, LongSupplier millis) {
    this.limit = limit;
    this.nanos = nanos;
    this.millis = millis;
  }

  /** The fence of a process that stands for no election: open until it is shut. */
  public static Fence unelected() {
    Fence fence = new Fence(FOR_EVER);
    fence.renewed(fence.now());
    return fence;
  }

  /** For how long a renewal opens it. */
  Duration limit() {
    return limit;
  }

  /** Now, to be given to {@link #renewed} once a renewal that begins now has succeeded. */
  public Instants now() {
    return new Instants(nanos.getAsLong(), millis.getAsLong());
  }

  /** A renewal succeeded. What counts is when it was sent: from then on the lease runs. */
  public void renewed(Instants sent) {
    renewed = sent;
    if (held.compareAndSet(true, false)) {
      LOG.info("the lease was renewed: writes are sent again");
    }
  }

  /** Says once that writes are not sent, however many there are. */
  public void tellShut() {
    if (!shut && renewed != Instants.NEVER && held.compareAndSet(false, true)) {
      LOG.warn(
          "the lease was not renewed in time: no write is sent until it is, since another process"
              + " may lead; see whether the API server is reached");
    }
  }

  /** A write is about to be sent; {@link #answered} or {@link #unanswered} follows. */
  void sending() {
    underWay.incrementAndGet();
  }

  /** A write has its answer, or was not sent after all. */
  synchronized void answered() {
    underWay.decrementAndGet();
    notifyAll();
  }

  /** A write failed without an answer: the server may still do what it was asked. */
  synchronized void unanswered() {
    unanswered = now();
    answered();
  }

  /**
   * Waits until nothing that was sent can take effect any more: every write is answered, and the
   * last one without an answer is as long ago as a lease takes to run out.
   *
   * @param most how long to wait for answers
   * @return whether it is so
   */
  public synchronized boolean idleWithin(Duration most) throws InterruptedException {
    return answeredWithin(most)
        && (unanswered == Instants.NEVER || passed(unanswered, limit.multipliedBy(2)));
  }

  /**
   * Waits until no write is under way: each that was sent is answered, or is not waited for any
   * more.
   *
   * @param most how long to wait for answers
   * @return whether it is so
   */
  public synchronized boolean answeredWithin(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); underWay.get() > 0; left = end - System.nanoTime()) {
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** For ever: this process acts no more. */
  public void shut() {
    shut = true;
  }

  /** Whether a write may be sent now. */
  public boolean open() {
    Instants last = renewed;
    return !shut && last != Instants.NEVER && !passed(last, limit);
  }

  /** Whether a renewal has opened it once, and it is shut now. */
  boolean hasLapsed() {
    return renewed != Instants.NEVER && !open();
  }

  private boolean passed(Instants since, Duration time) {
    return nanos.getAsLong() - since.nanos() >= time.toNanos()
        || millis.getAsLong() - since.millis() >= time.toMillis();
  }
}
