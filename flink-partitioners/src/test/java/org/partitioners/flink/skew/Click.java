package org.partitioners.flink.skew;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A record of the tests: a POJO to Flink, so that its serialization is exercised too. */
public class Click implements Serializable {
  private static final long serialVersionUID = 1L;

  public String user = "";
  public long time;
  public long value;

  public Click() {}

  Click(String user, long time, long value) {
    this.user = user;
    this.time = time;
    this.value = value;
  }

  public String getUser() {
    return user;
  }

  /**
   * Clicks by a few hot users and many others, whose hot ones change all the time; time moves on by
   * a millisecond or so a click, up to 60 ms out of order, and now and then by far more.
   */
  static List<Click> random(int count, long seed) {
    Random random = new Random(seed);
    List<Click> clicks = new ArrayList<>();
    long time = 1_000_000;
    for (int i = 0; i < count; i++) {
      time += random.nextInt(3);
      String user =
          random.nextInt(10) < 7
              ? "hot-" + (i / 200 + random.nextInt(2))
              : "user-" + random.nextInt(60);
      int delay = random.nextInt(25) == 0 ? random.nextInt(700) : random.nextInt(60);
      clicks.add(new Click(user, time - delay, random.nextInt(1000)));
    }
    return clicks;
  }

  /** As {@link #random}, but none more than so many milliseconds behind the latest before it. */
  static List<Click> random(int count, long seed, long behind) {
    List<Click> clicks = random(count, seed);
    long latest = Long.MIN_VALUE;
    for (Click click : clicks) {
      latest = Math.max(latest, click.time);
      click.time = Math.max(click.time, latest - behind);
    }
    return clicks;
  }

  @Override
  public String toString() {
    return user + "@" + time + "=" + value;
  }
}
