package cloud.bleu.faults;

import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.config.OperatorOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operator of a hub with members, one process after the other. A crash cuts it off from all
 * clusters at once, in the moment in which one of them has taken a write that it does not know of;
 * the next one starts with nothing but what the clusters have.
 */
final class CampaignOperator implements AutoCloseable {

  /** Longer than a process that begins waits for lists which do not come. */
  private static final Duration END = Duration.ofMinutes(3);

  private final CampaignCluster hub;
  private final OperatorOptions options;
  private final List<MemberWay> ways;
  private final List<Effects> effects;
  private final LetGo letGo;
  private final AtomicInteger starts = new AtomicInteger();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "campaign-operator");
            daemon.setDaemon(true);
            return daemon;
          });
  private int untilCrash;
  private Predicate<Request> crashing = request -> false;
  private @Nullable One current;
  private boolean closed;

  /** The last one that crashed, which is the current one until it has ended. */
  private @Nullable One crashed;

  private final Object withheld = new Object();
  private Predicate<Request> withholding = request -> false;
  private Predicate<Request> withholdingAnswers = request -> false;
  private volatile Predicate<Request> failing = request -> false;

  /**
   * @param hub where it runs
   * @param ways to members, how many there are to be
   * @param letGo told of each write that the hub has taken
   */
  CampaignOperator(CampaignCluster hub, OperatorOptions options, int ways, LetGo letGo) {
    this.hub = hub;
    this.options = options;
    this.letGo = letGo;
    effects = Stream.generate(Effects::new).limit(ways + 1L).toList();
    this.ways =
        IntStream.range(0, ways)
            .mapToObj(member -> new MemberWay(new MemberWrites(member)))
            .toList();
  }

  MemberWay way(int member) {
    return ways.get(member);
  }

  /**
   * The first process, or the next one once the one before has ended in peace. One that begins
   * after a crash does so before.
   */
  void start() {
    inTurn(
        () -> {
          end();
          begin();
        });
  }

  /** The process ends in peace, and none begins. */
  void stop() {
    inTurn(this::end);
  }

  private void inTurn(Runnable step) {
    try {
      thread.submit(step).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it does not start or end", e.getCause());
    }
  }

  /** Some requests get no answer until it is told otherwise. */
  void withhold(Predicate<Request> some) {
    synchronized (withheld) {
      withholding = some;
      withheld.notifyAll();
    }
  }

  /** The hub fails some requests, which do not get to its storage, until it is told otherwise. */
  void fail(Predicate<Request> some) {
    failing = some;
  }

  /** Some requests are carried out, and the answer does not come until it is told otherwise. */
  void withholdAnswers(Predicate<Request> some) {
    synchronized (withheld) {
      withholdingAnswers = some;
      withheld.notifyAll();
    }
  }

  /** Crashes after so many writes from now on, in whatever cluster. */
  synchronized void crashAfter(int writes) {
    untilCrash = writes;
  }

  /** Crashes after each write of some, in whatever cluster, until it is told otherwise. */
  synchronized void crashAfterEach(Predicate<Request> some) {
    crashing = some;
  }

  /** How many processes have started. */
  int starts() {
    return starts.get();
  }

  /** The writes that changed something in any cluster, of all processes. */
  List<String> writes() {
    return effects.stream().flatMap(one -> one.writes().stream()).toList();
  }

  /** Every write that was sent, also those that were refused or changed nothing. */
  List<String> sent() {
    return effects.stream().flatMap(one -> one.sent().stream()).toList();
  }

  /** In its thread. After the last one has been told to end no other one begins. */
  private void begin() {
    One next;
    synchronized (this) {
      if (closed) {
        return;
      }
      next = new One();
      current = next;
    }
    next.operator.start();
    starts.incrementAndGet();
  }

  private void end() {
    One ending;
    synchronized (this) {
      ending = current;
      current = null;
    }
    if (ending != null) {
      ending.close();
    }
  }

  private synchronized @Nullable One current() {
    return current;
  }

  /**
   * A cluster has taken a write; whether the answer is lost. What somebody sent who is no more
   * crashes nobody: the next process may wait for its lists, and would for as long as it does.
   *
   * @param sender the process that sent it
   */
  private synchronized boolean taken(
      int cluster, @Nullable Object sender, Request request, Answer answer) {
    if (!effects.get(cluster).add(request, answer)) {
      return false;
    }
    One dying = current;
    if (closed || dying == null || sender != dying) {
      return false;
    }
    if (dying == crashed) {
      return true;
    }
    boolean last = untilCrash > 0 && --untilCrash == 0;
    if (!last && !crashing.test(request)) {
      return false;
    }
    crashed = dying;
    Plans.print("crash after " + request);
    dying.gone = true;
    List<MemberWay.State> before = ways.stream().map(MemberWay::state).toList();
    ways.forEach(way -> way.become(MemberWay.State.DEAD));
    thread.execute(
        () -> {
          end();
          for (int i = 0; i < ways.size(); i++) {
            ways.get(i).become(before.get(i));
          }
          begin();
        });
    return true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.shutdown();
    ways.forEach(way -> way.become(MemberWay.State.OPEN));
    ways.forEach(way -> way.stale(false));
    ways.forEach(way -> way.keepsDeletes(false));
    end();
    // One that crashed may be ending still.
    boolean over;
    try {
      over = thread.awaitTermination(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (!over) {
      throw new IllegalStateException("an operator does not end within " + END.toSeconds() + " s");
    }
  }

  private final class MemberWrites implements MemberWay.Writes {
    private final int member;

    MemberWrites(int member) {
      this.member = member;
    }

    @Override
    public @Nullable Object sender() {
      return current();
    }

    @Override
    public boolean taken(@Nullable Object sender, Request request, Answer answer) {
      return CampaignOperator.this.taken(member, sender, request, answer);
    }
  }

  private final class One implements Fault, AutoCloseable {
    private final FaultProxy proxy = hub.own(this);
    private final KubernetesClient client = proxy.client();
    private final Operator operator = OperatorUnderTest.inSandbox(client, options);

    /** Refused, and not cut off: whoever gets no answer asks again for seconds before it ends. */
    private volatile boolean gone;

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      if (gone) {
        return Answer.status(403, "Forbidden");
      }
      if (failing.test(request)) {
        return Answer.status(503, "ServiceUnavailable");
      }
      synchronized (withheld) {
        while (withholding.test(request)) {
          withheld.wait();
        }
      }
      return null;
    }

    @Override
    public List<String> events(Request watch, String event) {
      return gone ? List.of() : List.of(event);
    }

    @Override
    public @Nullable Answer after(Request request, Answer answer) throws InterruptedException {
      if (!request.isWrite()) {
        return answer;
      }
      synchronized (withheld) {
        while (withholdingAnswers.test(request)) {
          withheld.wait();
        }
      }
      letGo.taken(request, answer);
      return taken(ways.size(), this, request, answer) ? null : answer;
    }

    @Override
    public void close() {
      try {
        operator.close();
      } finally {
        proxy.close();
        client.close();
      }
    }
  }
}
