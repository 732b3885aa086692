package cloud.bleu.placement.ownership;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Provider.Holder;
import java.math.BigDecimal;
import java.util.List;

/**
 * What persons outside the European Union hold of a provider (SecNumCloud 19.6.b), of its capital
 * and of its votes, in exact percent.
 *
 * @param ends those inside of whom no holder is recorded, by name: what is stated of them counts
 * @param partly those inside of whom some holders are recorded, not all, and that are not said to
 *     be listed
 * @param contradictions in what is stated of the holders, sorted; if there are any, the shares are
 *     zero and say nothing
 */
public record Shareholding(
    Share capital,
    Share votes,
    List<String> ends,
    List<String> partly,
    List<Message> contradictions) {

  /**
   * @param nonEU held from outside the Union by all together: holdings multiplied along the chain,
   *     but a holder controlled from outside counts in full
   * @param multiplied the same by seats and multiplication alone; where it is less than {@code
   *     nonEU}, that one rests on the reading that control counts in full
   * @param largestNonEU the most that one holder outside has: the greater of what it holds through
   *     the chain and of what those that it controls hold
   * @param largestMultiplied what that one holds through the chain alone; nothing if its seat is
   *     inside
   * @param largestHolder who that is, empty when there is none
   * @param largestControlledFrom the countries outside that control that one, if its seat is inside
   * @param unresolved of which it is not known who holds it in the end; {@code nonEU} could be
   *     higher by this much
   * @param listed held by nobody who is recorded, of companies that are stated to be controlled
   *     from inside and listed; it counts as held from inside
   * @param largestPossible the most that one holder could have, if all that is unresolved were one
   *     holder's: one of those outside, or one of whom it is not known whether it is; those that
   *     are controlled from one country, nobody says by whom, may be one holder's too
   * @param unnamed the holders of whom it is not said who in that country controls them, where that
   *     makes a difference
   * @param unnamedTogether what these would have if one controlled them all, who may be a holder
   *     too
   * @param undecided the listed holders with a part of what is unresolved, of whom it is not stated
   *     where they have their seat or are controlled from
   */
  public record Share(
      BigDecimal nonEU,
      BigDecimal multiplied,
      BigDecimal largestNonEU,
      BigDecimal largestMultiplied,
      String largestHolder,
      List<String> largestControlledFrom,
      BigDecimal unresolved,
      BigDecimal listed,
      BigDecimal largestPossible,
      List<String> unnamed,
      BigDecimal unnamedTogether,
      List<String> undecided) {
    private static final Share NOTHING =
        new Share(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            "",
            List.of(),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            List.of(),
            BigDecimal.ZERO,
            List.of());

    public Share {
      largestControlledFrom = List.copyOf(largestControlledFrom);
      unnamed = List.copyOf(unnamed);
      undecided = List.copyOf(undecided);
    }
  }

  public Shareholding {
    ends = List.copyOf(ends);
    partly = List.copyOf(partly);
    contradictions = List.copyOf(contradictions);
  }

  /** The shares in a provider whose ownership is stated; a provider without is all unresolved. */
  public static Shareholding of(Provider provider) {
    Provider.Ownership ownership = provider.ownership();
    Holdings holdings = new Holdings(provider, ownership == null ? List.of() : ownership.holders());
    List<Message> contradictions = holdings.contradictions();
    if (!contradictions.isEmpty()) {
      return new Shareholding(Share.NOTHING, Share.NOTHING, List.of(), List.of(), contradictions);
    }
    Control control = new Control(holdings);
    return new Shareholding(
        new HeldOutside(holdings, control, Holder::capitalPercent).share(),
        new HeldOutside(holdings, control, Holder::votesPercent).share(),
        holdings.names().stream()
            .filter(n -> !n.equals(Holdings.PROVIDER))
            .filter(n -> holdings.in(n).isEmpty() && control.side(n) == Control.Side.Inside)
            .toList(),
        holdings.names().stream()
            .filter(n -> !n.equals(Holdings.PROVIDER))
            .filter(n -> control.isStatedInside(n) && !control.isOutside(n))
            .filter(n -> holdings.isPartly(n) && !holdings.isListed(n))
            .toList(),
        contradictions);
  }
}
