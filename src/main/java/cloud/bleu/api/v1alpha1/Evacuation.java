package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What is done on any one of several losses that are answered alike: decided beforehand, carried
 * out without a search.
 */
public record Evacuation(
    @JsonPropertyDescription("Zones of which the loss of each one alone is meant.")
        @Size(max = Format.ZONES)
        List<@Size(max = 63) String> zones,
    @JsonPropertyDescription(
            "Also the loss of each zone with replicas that no item names, one at a time.")
        Boolean otherZones,
    @JsonPropertyDescription("Other losses, such as that of a site, one at a time.")
        @Size(max = MAX_LOSSES)
        @Schema(keys = "event")
        List<Loss> losses,
    @JsonPropertyDescription(
            "Where replicas are re-created, in the order of choice. Lost zones, by name, give theirs in turn to the"
                + " first of these that has not all of its own yet. So each loss uses as many targets, from the first"
                + " on, as it has replicas; the room of those is reserved.")
        @Size(max = MAX_TARGETS)
        @Schema(atomic = true)
        List<Target> to,
    @JsonPropertyDescription(
            "Zones whose replicas go to some of the targets only when no other target is left. Of a zone that is"
                + " named twice the first counts.")
        @Size(max = Format.ZONES)
        @Schema(atomic = true)
        List<Apart> apart,
    @JsonPropertyDescription(
            "Running replicas of lower priority that give way, only if the loss happens.")
        @Size(max = Format.ZONES)
        @Schema(atomic = true)
        List<Contingency.Eviction> evicts,
    @JsonPropertyDescription(
            "Replicas that run on through the loss. Absent: all that the loss does not take.")
        @Min(0)
        @Max(100000)
        Integer keeps,
    @JsonPropertyDescription(
            "A plan that is too long to read here. It is then the only item, and has no other field. `bleu explain`"
                + " tells it loss by loss.")
        Packed packed)
    implements ObjectPart {

  /** The most losses of one item. */
  static final int MAX_LOSSES = 2000;

  /** The most targets of one item: a replica each, at worst. */
  static final int MAX_TARGETS = 100000;

  public Evacuation {
    zones = UnmodifiableCopies.list(zones);
    losses = UnmodifiableCopies.list(losses);
    to = UnmodifiableCopies.list(to);
    apart = UnmodifiableCopies.list(apart);
    evicts = UnmodifiableCopies.list(evicts);
  }

  /** One whose zones use no targets last. */
  public Evacuation(
      List<String> zones,
      Boolean otherZones,
      List<Loss> losses,
      List<Target> to,
      List<Contingency.Eviction> evicts,
      Integer keeps) {
    this(zones, otherZones, losses, to, List.of(), evicts, keeps, null);
  }

  /** A plan that is packed as a whole. */
  public Evacuation(Packed packed) {
    this(List.of(), null, List.of(), List.of(), List.of(), List.of(), null, packed);
  }

  /** What counts where a plan stands in the early form, one item for each event, or in this one. */
  static List<Evacuation> plan(List<Contingency> contingency, List<Evacuation> evacuation) {
    return evacuation.isEmpty() ? of(contingency) : evacuation;
  }

  private static List<Evacuation> of(List<Contingency> contingency) {
    return contingency.stream()
        .map(
            c ->
                new Evacuation(
                    List.of(),
                    null,
                    List.of(new Loss(c.event(), List.of(), c.moves())),
                    List.of(),
                    c.evicts(),
                    c.keeps()))
        .toList();
  }

  /** The loss of a site, a region or whatever else zones have in common. */
  public record Loss(
      @JsonPropertyDescription("What is lost, such as `site idf-1`.")
          @Required
          @Size(min = 1, max = 253)
          @Pattern(Format.EVENT)
          String event,
      @JsonPropertyDescription(
              "Zones that are lost with it and whose replicas all go to the targets; or another loss of this plan,"
                  + " such as `site idf-1`, whose zones are meant.")
          @Size(max = Format.ZONES)
          @Schema(each = EACH)
          List<@Size(max = 253) String> from,
      @JsonPropertyDescription("Replicas re-created elsewhere, where the targets do not say it.")
          @Size(max = MAX_TARGETS)
          @Schema(atomic = true)
          List<Contingency.Move> moves)
      implements ObjectPart {

    /** A zone, or a scope and a value. */
    static final String EACH = "^\\S+( .+)?$";

    public Loss {
      from = UnmodifiableCopies.list(from);
      moves = UnmodifiableCopies.list(moves);
    }
  }

  /** Zones that take over, each so many replicas. */
  public record Target(
      @JsonPropertyDescription(
              "Zones that take over, one after the other. One that is lost itself is passed over.")
          @Required
          @Size(max = Format.ZONES)
          List<@Size(max = 63) String> zones,
      @JsonPropertyDescription(
              "Also each zone with replicas that the loss leaves and whose name comes after the last of `zones`, up to"
                  + " this one, in the order of names.")
          @Size(max = 63)
          String through,
      @JsonPropertyDescription("How many replicas each of them takes.")
          @Required
          @Min(1)
          @Max(100000)
          Integer replicas)
      implements ObjectPart {
    public Target {
      zones = UnmodifiableCopies.list(zones);
    }
  }

  /** Zones that use some targets last. */
  public record Apart(
      @JsonPropertyDescription(
              "Zones that are lost; or losses of this plan, such as `provider p`, whose zones are meant.")
          @Required
          @Size(max = Format.ZONES)
          @Schema(each = Loss.EACH)
          List<@Size(max = 253) String> from,
      @JsonPropertyDescription("The targets, named alike. Absent: the same zones.")
          @Size(max = Format.ZONES)
          @Schema(each = Loss.EACH)
          List<@Size(max = 253) String> last)
      implements ObjectPart {
    public Apart {
      from = UnmodifiableCopies.list(from);
      last = UnmodifiableCopies.list(last);
    }
  }

  /** The items of a plan as one text that programs read. */
  public record Packed(
      @JsonPropertyDescription(
              "How `data` is made. 1: base64 of gzip of the JSON of all items, in which numbers stand for names.")
          @Required
          @Min(1)
          @Max(1000)
          Integer version,
      @JsonPropertyDescription("How many losses the plan answers.")
          @Required
          @Min(1)
          @Max(MAX_PACKED_LOSSES)
          Integer losses,
      @JsonPropertyDescription("How many bytes of JSON `data` is.")
          @Required
          @Min(1)
          @Max(MAX_BYTES)
          Integer bytes,
      @JsonPropertyDescription("The plan. `base64 --decode` and `gunzip` make JSON of it.")
          @Required
          @Size(min = 1, max = MAX_DATA)
          String data)
      implements ObjectPart {

    /** Ten for each of a thousand zones. */
    static final int MAX_PACKED_LOSSES = 10_000;

    /** 1 MiB. */
    static final int MAX_BYTES = 1_048_576;

    /** More than this the API server stores of no object. */
    static final int MAX_DATA = 1_500_000;
  }
}
