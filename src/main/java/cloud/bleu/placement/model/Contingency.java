package cloud.bleu.placement.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens if an event happens, decided beforehand and executed without a search.
 *
 * @param event {@code Zone bleu-fc-1}, {@code Site idf-1}, {@code failureDomains/flood seine}
 * @param moves replicas re-created elsewhere, sorted by from and to
 * @param evicts running workloads of lower priority that make the room, touched only if the event
 *     happens
 * @param keeps replicas outside the event that nobody evicts at it, with nothing re-created
 */
public record Contingency(Event event, List<Move> moves, List<Eviction> evicts, int keeps) {

  public Contingency {
    moves = List.copyOf(moves);
    evicts = List.copyOf(evicts);
  }

  /** The loss of one value of one scope. */
  public record Event(Scope scope, String value) implements Comparable<Event> {

    /** How many characters of a text that is no event the message shows. */
    private static final int LONGEST_SHOWN = 60;

    private static final Set<Scope> DOMAINS =
        Set.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER);

    /**
     * Reads {@code site idf-1}: the reverse of {@link #toString()}.
     *
     * @throws IllegalArgumentException when the text does not name a scope and a value
     */
    public static Event of(String text) {
      int space = text.indexOf(' ');
      if (space > 0 && space < text.length() - 1) {
        String word = text.substring(0, space);
        String value = text.substring(space + 1);
        Scope domain = new Scope(Character.toUpperCase(word.charAt(0)) + word.substring(1));
        if (DOMAINS.contains(domain)) {
          return new Event(domain, value);
        }
        Scope hazard = new Scope(word);
        if (hazard.isHazard() && !hazard.key().isEmpty()) {
          return new Event(hazard, value);
        }
      }
      throw new IllegalArgumentException("not an event: " + shown(text));
    }

    private static String shown(String text) {
      if (text.length() <= LONGEST_SHOWN) {
        return "'" + text + "'";
      }
      boolean halves = Character.isHighSurrogate(text.charAt(LONGEST_SHOWN - 1));
      String beginning = text.substring(0, halves ? LONGEST_SHOWN - 1 : LONGEST_SHOWN);
      return "'" + beginning + "…' (" + text.length() + " characters)";
    }

    @Override
    public int compareTo(Event other) {
      int byScope = scope.compareTo(other.scope);
      return byScope != 0 ? byScope : value.compareTo(other.value);
    }

    /** {@code site idf-1}: the scope, with its first letter in lower case, and the value. */
    @Override
    public String toString() {
      return Character.toLowerCase(scope.name().charAt(0))
          + scope.name().substring(1)
          + " "
          + value;
    }

    /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Event that
              && Objects.equals(scope, that.scope)
              && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return 31 * Objects.hashCode(scope) + Objects.hashCode(value);
    }
  }

  /** So many replicas re-created in another zone. */
  public record Move(String from, String to, int replicas) {
    /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || other instanceof Move that
              && replicas == that.replicas
              && Objects.equals(from, that.from)
              && Objects.equals(to, that.to);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * Objects.hashCode(from) + Objects.hashCode(to)) + replicas;
    }
  }

  /** So many replicas of a lower priority that make room in a zone. */
  public record Eviction(WorkloadId workload, String zone, int replicas) {}

  /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Contingency that
            && keeps == that.keeps
            && Objects.equals(event, that.event)
            && Objects.equals(moves, that.moves)
            && Objects.equals(evicts, that.evicts);
  }

  @Override
  public int hashCode() {
    return 31
            * (31 * (31 * Objects.hashCode(event) + Objects.hashCode(moves))
                + Objects.hashCode(evicts))
        + keeps;
  }
}
