package cloud.bleu.placement.ownership;

import cloud.bleu.placement.message.Message;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is recorded of holders outside the EU, and what is not, where a provider passes. */
public final class RecordedShares {
  private static final int SHOWN_ENDS = 4;
  private static final int SHOWN_DECIMALS = 6;

  private RecordedShares() {}

  /** What is not recorded is not zero: it is said beside what is. */
  public static Message text(Shareholding shares, String provider) {
    Shareholding.Share capital = shares.capital();
    Shareholding.Share votes = shares.votes();
    boolean many = shares.ends().size() > SHOWN_ENDS;
    return Message.of(
        "ownership.holds",
        "capital",
        outside("capital", capital),
        "votes",
        outside("votes", votes),
        "provider",
        provider,
        "open",
        parts(capital.unresolved(), votes.unresolved()),
        "listed",
        parts(capital.listed(), votes.listed()),
        "ends",
        many ? List.of() : shares.ends(),
        "many",
        many ? shares.ends().size() : null);
  }

  private static Message outside(String kind, Shareholding.Share share) {
    return part(kind, share.nonEU(), reading(share.nonEU(), share.multiplied()));
  }

  /** Those of both that are not zero. */
  private static List<Message> parts(BigDecimal capital, BigDecimal votes) {
    List<Message> parts = new ArrayList<>();
    if (capital.signum() != 0) {
      parts.add(part("capital", capital, null));
    }
    if (votes.signum() != 0) {
      parts.add(part("votes", votes, null));
    }
    return parts;
  }

  private static Message part(String kind, BigDecimal percent, @Nullable Message reading) {
    return Message.of(
        "ownership.recorded", "percent", shown(percent), "kind", kind, "reading", reading);
  }

  /**
   * Says where a figure is a reading of the text: it says "directly or indirectly" and leaves open
   * how; control from outside counts in full here, if that is more.
   */
  public static @Nullable Message reading(BigDecimal counted, BigDecimal multiplied) {
    return counted.compareTo(multiplied) > 0
        ? Message.of("ownership.reading", "percent", shown(multiplied))
        : null;
  }

  /** Rounded up, so that what exceeds a threshold does not look like it. */
  public static BigDecimal shown(BigDecimal percent) {
    return percent.setScale(SHOWN_DECIMALS, RoundingMode.CEILING).stripTrailingZeros();
  }
}
