package cloud.bleu.faults;

import cloud.bleu.faults.ApiFaults.Counted;
import cloud.bleu.layers.Campaign;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the API server in one life: several kinds of fault, one after the other on
 * the same request. Written as {@code conflict+slow#7}: kinds, and the seed by which some draw.
 */
final class ServerFaults implements Fault {

  static final List<String> KINDS =
      List.of(
          "conflict",
          "throttled",
          "internal",
          "unavailable",
          "fifth",
          "lost",
          "timeout",
          "slow",
          "cut",
          "gone",
          "old",
          "twice",
          "withheld");

  /** A plan without one is drawn by it. */
  private static final long SEED = 1;

  private static final List<String> BOUNDED =
      List.of(
          "conflict+unavailable+lost",
          "throttled+fifth+withheld",
          "internal+timeout+slow",
          "cut+gone+old+twice");

  private final Map<String, Counted> faults = new LinkedHashMap<>();

  private ServerFaults() {}

  /**
   * The faults of a plan.
   *
   * @param admin for those that somebody else causes
   */
  static ServerFaults parse(String plan, KubernetesClient admin) {
    int hash = plan.indexOf('#');
    long seed = Long.parseLong(plan.substring(hash + 1));
    Touch touch = new Touch(admin.getConfiguration());
    ServerFaults parsed = new ServerFaults();
    for (String kind : plan.substring(0, hash).split("\\+", -1)) {
      parsed.faults.put(kind, fault(kind, seed, touch));
    }
    return parsed;
  }

  private static Counted fault(String kind, long seed, Consumer<Request> somebodyElse) {
    return switch (kind) {
      case "conflict" -> new ApiFaults.Conflict(3, somebodyElse);
      case "throttled" ->
          new ApiFaults.Refused(15, Answer.status(429, "TooManyRequests").retryAfter(1), seed);
      case "internal" -> new ApiFaults.Refused(5, Answer.status(500, "InternalError"), seed);
      case "unavailable" ->
          new ApiFaults.Refused(5, Answer.status(503, "ServiceUnavailable"), seed);
      case "fifth" -> new ApiFaults.Regular(5, Answer.status(503, "ServiceUnavailable"));
      case "lost" -> new ApiFaults.LostAnswer(4, null);
      case "timeout" -> new ApiFaults.LostAnswer(4, Answer.status(504, "Timeout"));
      case "slow" -> new ApiFaults.Slow(150);
      case "cut" -> new ApiFaults.Cut();
      case "gone" -> new ApiFaults.Gone(20, false);
      case "old" -> new ApiFaults.Gone(20, true);
      case "twice" -> new ApiFaults.Twice();
      case "withheld" -> new ApiFaults.Withheld(10, 400);
      default -> throw new IllegalArgumentException(kind + " is none of " + KINDS);
    };
  }

  /** Cuts the watches of the operator that runs now, if that is among the faults. */
  void cut(Operators operators, int most) {
    if (faults.get("cut") instanceof ApiFaults.Cut cut && cut.done() < most) {
      cut.cut(operators.proxy());
    }
  }

  /** The kinds of which none has happened. */
  List<String> missing() {
    return faults.keySet().stream().filter(kind -> faults.get(kind).done() == 0).toList();
  }

  /** The kinds that the bounded campaign has, each as often as it has it, sorted. */
  static List<String> boundedKinds() {
    return BOUNDED.stream().flatMap(plan -> Stream.of(plan.split("\\+", -1))).sorted().toList();
  }

  /** Whether a plan names kinds of fault of the server. */
  static boolean areAsked(String plan) {
    return KINDS.contains(plan.split("[+,#]", -1)[0]);
  }

  /** The plans that are asked for, none if crashes are: kinds in one life, and after # the seed. */
  static List<String> plans() {
    String asked = asked();
    List<String> plans = BOUNDED;
    if (asked.equals("all")) {
      plans = KINDS;
    } else if (areAsked(asked)) {
      plans = List.of(asked.split(",", -1));
    } else if (asked.startsWith("crash@")) {
      plans = List.of();
    }
    return plans.stream().map(plan -> plan.contains("#") ? plan : plan + "#" + SEED).toList();
  }

  /**
   * What {@code bleu.faults} asks for, of crashes or of the server.
   *
   * @throws IllegalArgumentException if it is nothing that is known
   */
  static String asked() {
    return known(Campaign.plan("bleu.faults", "bounded", "all"));
  }

  /** The same word, if its first plan is one. */
  static String known(String asked) {
    if (asked.matches("bounded|all|(seed:|crash@).+") || areAsked(asked)) {
      return asked;
    }
    throw new IllegalArgumentException(
        "bleu.faults=%s is none of bounded, all, seed:N, crash@KIND:N and %s"
            .formatted(asked, KINDS));
  }

  @Override
  public @Nullable Answer instead(Request request) throws InterruptedException {
    for (Fault fault : faults.values()) {
      Answer answer = fault.instead(request);
      if (answer != null) {
        return answer;
      }
    }
    return null;
  }

  @Override
  public @Nullable Answer after(Request request, Answer answer) throws InterruptedException {
    Answer now = answer;
    for (Fault fault : faults.values()) {
      now = fault.after(request, now);
      if (now == null) {
        return null;
      }
    }
    return now;
  }

  @Override
  public List<String> events(Request watch, String event) throws InterruptedException {
    List<String> events = List.of(event);
    for (Fault fault : faults.values()) {
      List<String> next = new ArrayList<>();
      for (String one : events) {
        next.addAll(fault.events(watch, one));
      }
      events = next;
    }
    return events;
  }
}
