package cloud.bleu.faults;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one operator to a member, with what is wrong with it now. Whatever happens on it,
 * PlacementGates arrive late: pods that do not wait for theirs are bound before it.
 */
final class MemberWay implements Fault {

  /** Longer than what binds pods takes to look again. */
  private static final int GATES_LATE_MS = 500;

  /** What becomes of requests. */
  enum State {
    /** They are answered. */
    OPEN,
    /** They are taken, and carried out once this is over; nothing is answered nor told. */
    HANGS,
    /** So are those that write what runs pods; whatever else is asked is answered. */
    WRITES_HANG,
    /** They are carried out, and no answer nor event comes back. */
    CUT,
    /** Nothing arrives: whoever asks is no more. */
    DEAD
  }

  /** Told of each write that the member has taken. */
  interface Writes {
    /** Whoever sends requests now. */
    @Nullable Object sender();

    /** Whether the answer is lost. */
    boolean taken(@Nullable Object sender, Request request, Answer answer);
  }

  private final Writes writes;
  private final Map<String, Answer> last = new ConcurrentHashMap<>();
  private final AtomicInteger oldAnswers = new AtomicInteger();
  private final AtomicInteger heldEvents = new AtomicInteger();
  private final AtomicInteger met = new AtomicInteger();
  private State state = State.OPEN;
  private boolean stale;
  private boolean keepsDeletes;
  private int kept;
  private int hangingWrites;
  private int gateReads;
  private volatile Consumer<Request> other = request -> {};

  /**
   * Who sent what is on the way: by the time of the answer somebody else may have begun. Some gets
   * no answer, and keeps no process that has ended.
   */
  private final Map<Request, WeakReference<Object>> senders = new IdentityHashMap<>();

  /** Those that hung: whoever sent them does not hear of it any more. */
  private final Set<Request> hung = Collections.newSetFromMap(new IdentityHashMap<>());

  MemberWay(Writes writes) {
    this.writes = writes;
  }

  synchronized void become(State next) {
    state = next;
    notifyAll();
  }

  synchronized State state() {
    return state;
  }

  /**
   * Whether lists that take any version are answered as they were when this began, and nothing is
   * told. That is what a server may do whose watch cache lags. An object by its name, and a list
   * that names no version, it has from its storage.
   */
  synchronized void stale(boolean now) {
    stale = now;
    notifyAll();
  }

  /** Whether what is to be deleted stays, and whoever asked for it waits. */
  synchronized void keepsDeletes(boolean now) {
    keepsDeletes = now;
    notifyAll();
  }

  /** Somebody else writes there, right after each write that succeeds and before its answer. */
  void answeredBy(Consumer<Request> somebody) {
    other = somebody;
  }

  /** How many deletions were kept waiting. */
  synchronized int kept() {
    return kept;
  }

  /** How many lists were answered as they had been. */
  int oldAnswers() {
    return oldAnswers.get();
  }

  /** How many events came late, because what is there looked as it had been. */
  int heldEvents() {
    return heldEvents.get();
  }

  /** How many writes of what runs pods hung so far. */
  synchronized int hangingWrites() {
    return hangingWrites;
  }

  /** How often somebody asked for the gates: nobody does before the member is reached. */
  synchronized int gateReads() {
    return gateReads;
  }

  /** How many requests met a fault. */
  int met() {
    return met.get();
  }

  @Override
  public @Nullable Answer instead(Request request) throws InterruptedException {
    Object sender = writes.sender();
    synchronized (this) {
      gateReads += request.method().equals("GET") && request.about("placementgates") ? 1 : 0;
      if (hangs(request)) {
        met.incrementAndGet();
        hung.add(request);
        hangingWrites += writesWhatRunsPods(request) ? 1 : 0;
      }
      while (hangs(request)) {
        wait();
      }
      if (state == State.DEAD) {
        return Answer.status(503, "ServiceUnavailable");
      }
      if (request.isWrite() && sender != null) {
        senders.put(request, new WeakReference<>(sender));
      }
      if (keepsDeletes && request.method().equals("DELETE")) {
        kept++;
        while (keepsDeletes) {
          wait();
        }
      }
    }
    if (request.isWrite() && request.about("placementgates")) {
      TimeUnit.MILLISECONDS.sleep(GATES_LATE_MS);
    }
    return null;
  }

  private synchronized boolean hangs(Request request) {
    return state == State.HANGS || state == State.WRITES_HANG && writesWhatRunsPods(request);
  }

  private static boolean writesWhatRunsPods(Request request) {
    return request.isWrite() && request.about("deployments");
  }

  @Override
  public @Nullable Answer after(Request request, Answer answer) {
    WeakReference<Object> sender;
    synchronized (this) {
      sender = senders.remove(request);
    }
    if (request.isWrite() && answer.isSuccess()) {
      other.accept(request);
    }
    if (request.isWrite() && writes.taken(sender == null ? null : sender.get(), request, answer)) {
      return null;
    }
    synchronized (this) {
      if (hung.remove(request)) {
        return null;
      }
      if (state == State.CUT || state == State.HANGS) {
        met.incrementAndGet();
        return null;
      }
    }
    return asBefore(request, answer);
  }

  private static boolean takesAnyVersion(Request request) {
    return request.isList() && Set.of(request.query().split("&", -1)).contains("resourceVersion=0");
  }

  private Answer asBefore(Request request, Answer answer) {
    if (!takesAnyVersion(request) || !answer.isSuccess()) {
      return answer;
    }
    String asked = request.path() + "?" + request.query();
    synchronized (this) {
      if (!stale) {
        last.put(asked, answer);
        return answer;
      }
    }
    Answer before = last.putIfAbsent(asked, answer);
    if (before == null) {
      return answer;
    }
    oldAnswers.incrementAndGet();
    return before;
  }

  @Override
  public List<String> events(Request watch, String event) throws InterruptedException {
    synchronized (this) {
      if (stale) {
        heldEvents.incrementAndGet();
      }
      while (stale || state == State.HANGS || state == State.CUT) {
        wait();
      }
    }
    return List.of(event);
  }
}
