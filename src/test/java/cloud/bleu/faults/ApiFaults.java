package cloud.bleu.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an API server, or the way to it, does on a bad day; each counts how often it did. */
final class ApiFaults {

  private static final Pattern NAMESPACE = Pattern.compile("/namespaces/[^/]+");

  private ApiFaults() {}

  /** One kind of fault. */
  abstract static class Counted implements Fault {
    private final AtomicInteger done = new AtomicInteger();

    final void count() {
      done.incrementAndGet();
    }

    /** How often it happened. */
    final int done() {
      return done.get();
    }
  }

  /**
   * One of so many requests is refused in place of being carried out, by lot. The lot of a request
   * is that of its method, its path and how often they came before, whatever else is under way and
   * whatever the namespace of the test is called: one seed is one plan.
   */
  static final class Refused extends Counted {
    private final int among;
    private final Answer answer;
    private final long seed;
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();

    Refused(int among, Answer answer, long seed) {
      this.among = among;
      this.answer = answer;
      this.seed = seed;
    }

    @Override
    public @Nullable Answer instead(Request request) {
      String what = request.method() + " " + NAMESPACE.matcher(request.path()).replaceFirst("");
      int before = seen.computeIfAbsent(what, any -> new AtomicInteger()).getAndIncrement();
      long lot = 31 * (31 * (31 * seed + answer.code()) + what.hashCode()) + before;
      if (new SplittableRandom(lot).nextInt(among) != 0) {
        return null;
      }
      count();
      return answer;
    }
  }

  /**
   * Every n-th read is refused, of a list or of one object. Writes are not: who begins anew after
   * as many of them would have the same one refused for ever.
   */
  static final class Regular extends Counted {
    private final int every;
    private final Answer answer;
    private final AtomicInteger seen = new AtomicInteger();

    Regular(int every, Answer answer) {
      this.every = every;
      this.answer = answer;
    }

    @Override
    public @Nullable Answer instead(Request request) {
      boolean reads = request.method().equals("GET") && !request.isWatch();
      if (!reads || seen.incrementAndGet() % every != 0) {
        return null;
      }
      count();
      return answer;
    }
  }

  /**
   * Somebody else writes the object between read and write: before every n-th change of an object
   * it gets an annotation, so that the server answers 409 to whoever names the version before.
   */
  static final class Conflict extends Counted {
    private final int every;
    private final Consumer<Request> touch;
    private final AtomicInteger seen = new AtomicInteger();

    /**
     * @param touch carries out a request as somebody else
     */
    Conflict(int every, Consumer<Request> touch) {
      this.every = every;
      this.touch = touch;
    }

    @Override
    public @Nullable Answer instead(Request request) {
      boolean change = request.method().equals("PATCH") || request.method().equals("PUT");
      if (request.isWrite() && change && seen.incrementAndGet() % every == 0) {
        String body = "{\"metadata\":{\"annotations\":{\"example.com/touched\":\"" + seen + "\"}}}";
        touch.accept(
            new Request(
                "PATCH",
                request.path().replaceFirst("/status$", ""),
                "",
                Map.of("content-type", "application/merge-patch+json"),
                body.getBytes(StandardCharsets.UTF_8)));
      }
      return null;
    }

    @Override
    public Answer after(Request request, Answer answer) {
      if (answer.code() == 409) {
        count();
      }
      return answer;
    }
  }

  /** Every n-th write is carried out, and its answer is lost or says something else. */
  static final class LostAnswer extends Counted {
    private final int every;
    private final @Nullable Answer said;
    private final AtomicInteger seen = new AtomicInteger();

    LostAnswer(int every, @Nullable Answer said) {
      this.every = every;
      this.said = said;
    }

    @Override
    public @Nullable Answer after(Request request, Answer answer) {
      if (!request.isWrite() || seen.incrementAndGet() % every != 0) {
        return answer;
      }
      count();
      return said;
    }
  }

  /** Every answer comes late. */
  static final class Slow extends Counted {
    private final int milliseconds;

    Slow(int milliseconds) {
      this.milliseconds = milliseconds;
    }

    @Override
    public Answer after(Request request, Answer answer) throws InterruptedException {
      count();
      TimeUnit.MILLISECONDS.sleep(milliseconds);
      return answer;
    }
  }

  /** Watches are cut, all at once, whenever somebody does it. */
  static final class Cut extends Counted {
    void cut(FaultProxy proxy) {
      count();
      proxy.cutWatches();
    }
  }

  /** Every event comes twice. */
  static final class Twice extends Counted {
    @Override
    public List<String> events(Request watch, String event) {
      count();
      return List.of(event, event);
    }
  }

  /**
   * Watches fall behind, each on its own: every n-th event of a watch is withheld for a while, and
   * all that follow it on that watch, so that the caches of two kinds tell of different moments.
   */
  static final class Withheld extends Counted {
    private final int every;
    private final int milliseconds;
    private final AtomicInteger seen = new AtomicInteger();

    Withheld(int every, int milliseconds) {
      this.every = every;
      this.milliseconds = milliseconds;
    }

    @Override
    public List<String> events(Request watch, String event) throws InterruptedException {
      if (seen.incrementAndGet() % every == 0) {
        count();
        TimeUnit.MILLISECONDS.sleep(milliseconds);
      }
      return List.of(event);
    }
  }

  /**
   * Every n-th event is an ERROR that says 410 Gone, so that everything is listed again; with old
   * lists, what is then listed is the list before, as from an API server that lags behind.
   */
  static final class Gone extends Counted {
    private static final String ERROR =
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"Expired\",\"code\":410,\"message\":\"too"
            + " old resource version\"}}";

    private final int every;
    private final boolean oldLists;
    private final AtomicInteger seen = new AtomicInteger();
    private final Map<String, Answer> lists = new ConcurrentHashMap<>();

    Gone(int every, boolean oldLists) {
      this.every = every;
      this.oldLists = oldLists;
    }

    @Override
    public Answer after(Request request, Answer answer) {
      if (!oldLists || !request.isList() || !answer.isSuccess()) {
        return answer;
      }
      Answer before = lists.put(request.path(), answer);
      return before == null ? answer : before;
    }

    @Override
    public List<String> events(Request watch, String event) {
      if (seen.incrementAndGet() % every != 0) {
        return List.of(event);
      }
      count();
      return List.of(ERROR);
    }
  }
}
