"""The keys whose values stay: readings, times, and words for states and kinds.

Made by `scripts/reading_keys.py` from the field rows; digits and punctuation are left out.
"""

from __future__ import annotations

NUMBERS = """
    aactivepower accchargepower accdischargepower accharge acchargeenable acchargeenergytoday
    acchargeenergytotal acchargepower accouple accoupleenable accouplepowercontrol
    accoupleprotectstatus accouplewarnstatus acinmodel acmaxchargecurr acstopchargingsoc
    activeenergy activenettotalenergy activepower activepowerenable activepowerl activepowermaxneed
    activepowermaxneedone activepowerneed activepowerneedone activeprate activerate acurrent addr
    afcienabled afcipv afcireset afciselfcheck afcistatus afcithresholdd afcithresholdh
    afcithresholdl afreq again aipv airpressure ajobsmodel alarmcode alarmvalue allowgridcharging
    aloadnormalpower amaxtemp amintemp ammeterunbind antibackflowenable
    antibackflowfailurepowerpercent antibackflowfailuretime antibackflowflag
    antibackflowpowerpercentage antiislandenable antireverseflowpower aonoff apfstatus apowerfactor
    apparentenergy apparentenergymaxneed apparentenergyneed apparentpower apparentpowerl approved
    appv areactivepower asetpower associatedinvmanandmodel astartpower atemp atotalenergy atsbypass
    avoltage avpv backflowdefaultpower backflowsinglectrl backupen backupwarning bactivepower
    bafcistatus bagingteststep balarmsubcode bapparentpower batcdct batconnectiontype batcurrfirst
    batcurrsec batdepowerreason baterrorunion batfirstswitch batldt batlowtoutivolt batnir
    batpacknum batparallelnum batpir batpower batprotect batprotectto batseriesnum batsleepwakeup
    batsysenergy batsysrateenergy battemp battemplowerlimitc battemplowerlimitd battempupperlimitc
    battempupperlimitd batterycapacity batterycycles batteryno batterynominalpower batterynum
    batterypackagequantity batteryprotectstatus batteryratedpower batterysoc batterysoh
    batterystatus batterytemp batterytemperature batterytempf batterytype
    batteryundervoltagecutoffpoint batterywarnstatus batthistoryfaultcode battmode battype
    batvoltfirst batvoltsec batwarninfo batwarninfoto bbakbatsoc bbaksoc bbatbustarget bbmssta
    bclustercnt bctadjust bctmode bdcauthversion bdcbusref bdcchargepower bdcchargetotal
    bdcderatereason bdcdischargepower bdcdischargetotal bdcfaultsubcode bdcfaulttype bdcibat bdcibb
    bdcillc bdcmode bdcsoc bdcstatus bdctemp bdcvbat bdcvbus bdcvbusneg bdcwarncode bdcwarnsubcode
    bfaultsubcode bflagchgdis bfreq bgridtype bigdevice biout bioutbuck bipv bipvbuck bipvu bipvv
    bipvw blighten bloadnormalpower bmaxtemp bmerterconnectflag bmintemp bmnum bmodulenum
    bmsbatterycurr bmsbatteryenergy bmsbatterytemp bmsbatteryvolt bmsbatvol bmscellvolt
    bmscellvoltage bmschgenergy bmscommunicationtype bmsconstantvolt bmscurrent bmscvolt bmscvvolt
    bmscyclecnt bmsdeltavolt bmsdsgenergy bmsenable bmserror bmserrorexpansion bmserrorold
    bmsfaulttype bmsgaugefcc bmsgaugerm bmshardwareversion bmshighestsoftversion bmsibat bmsicycle
    bmsinfo bmsiosstatus bmsmaxcellvolt bmsmaxchargecurr bmsmaxcurr bmsmaxcurrchg
    bmsmaxdischargecurr bmsmaxdischgcurr bmsmaxtemp bmsmintemp bmspackinfo bmsprotection
    bmsrequesttype bmssellmaxvol bmssellminvol bmsshowstatus bmssoc bmssoh bmsstatus bmsstatusold
    bmstc bmstempbat bmstemperature bmstv bmsusingcap bmsvbat bmsvdelta bmsvoltstatus bmswarn
    bmswarncode bmswarninfo bmswarninfoold bonoff bpackscnt bpowerfactor bppv brazilrule
    breactivepower bsigmodecellcnt bsigpackmodecnt bsoc bsoh bstartpower bstatusfirst bstatussec
    bsysavgsoc bsysmaxsoc bsysmaxsocpacknum bsysminsoc bsysminsocpacknum bsystemworkmode btemp
    btotalcellnum btotalenergy buckntctemperature buckupsfunen buckupsvoltset bulkchargevolt
    buscapusing buzzeren bvbus bvbusnega bvbusposi bvout bvpv bvpvuv bvpvvw bvpvwu bypassfreq
    cactivepower calendar capacity capacityadd carbonoffset cbat cccurrent cellvoltage cfdllc cfreq
    charge chargeconfig chargecutoffvolt chargeforbiddenmark chargemonth chargeordispower
    chargepower chargepowercommand chargesoclimit chargestopsoc chargetostandbyreason chargeway
    chargingsochighlimit chargingsoclowlimit chartdata checkupgradenoah chgbatnum chgbatnumber
    chgcurr chgenergy chipselect chiptype cipv cloadnormalpower cmaxtemp cmintemp codeindex
    comaddress combinedreactivepower comboardversion commstatus compatibleflag compharir compharis
    compharit componentpower compqr compqs compqt conoff constantvolt coreduction count
    countryselected cpowerfactor cppv creactivepower createtime cstartpower ctemp ctflag ctharir
    ctharis ctharit ctir ctis ctit ctotalenergy ctqr ctqs ctqt ctselfpower cttype current
    currentactivedemand currentenergy currentharmonicavg currentia currentib currentic currentl
    currentlmaxneed currentlneed currentmaxneed currentneed currentpac currentpower currentpowersum
    currentreactivedemand currentstring cvpv cvvoltage cyclecount dailyavgsoillvlpct data
    dataloggernum dcdctemperature dcir dcis dcit dctemp dcvoltage debugenable defaultaccouplepower
    defaultmode defaultplant defaultpower delaytime deltavolt demandmanageenable deratingmode
    devicecount devicestatus devicetogridpower devicetype devicetypeint dggridpower dggridselect
    dischargecutoffvolt dischargeforbiddenmark dischargemonth dischargepower dischargepowercommand
    dischargesoclimit dischargestopsoc dischargetostandbyreason dischargetotal dischgcurr
    distributorenable dostatus dpower drmsenable drmsmode drycontactfuncen drycontactoffrate
    drycontactonoff drycontactonrate drycontactpower drycontactstatus dsgbatnum dsgbatnumber
    dsgenergy dsgipstartdatetime dtc dtotalenergy dtype dwstringwarningvalue eac eaccharge
    eacchargetoday eacchargetotal eacdischargetoday eacdischargetotal eacmonth eactoday eactotal
    eacyear eastronammetercontrolpair eastronstatus ebatchargetimetotal ebatchargetoday
    ebatchargetotal ebatchgtoday ebatchgtotal ebatdischargetimetotal ebatdischargetoday
    ebatdischargetotal ebmordernum echarge echargetimetoday echargetimetotal echargetoat
    echargetoday echargetodayecharge echargetotal edischargetimetoday edischargetimetotal
    edischargetoday edischargetotal eextoday eextotal effectiveness efficiency egendischrpower
    egendischrtoday egendischrtotal egridtimetoday egridtimetotal egridtoday egridtotal
    electricstate elevation eloadtimetoday eloadtimetotal eloadtoday eloadtotal elocalload
    elocalloadhour elocalloadmonth elocalloadtoday elocalloadtotal elocalloadyear emonthcoaltext
    emonthcotext emonthmoneytext emonthsotext enable enabled enablenline endtime energy energyday
    energymonth energyyear envhumidity envtemp envtemperature eopdischrtoday eopdischrtotal
    eouttoday eouttotal epsfac epsfreqset epsfunen epsiac epspac epspacsplitphase epspf epsvac
    epsvacsplitphase epsvoltset epv epvhour epvinvertertoday epvinvertertotal epvmonth epvtimetoday
    epvtimetotal epvtoday epvtotal epvyear eractoday eractotal errorcode errorsubcode eselfhour
    eselfmonth eselftoday eselftotal eselfyear esystemhour esystemmonth esystemtoday esystemtotal
    esystemyear etoday etodaycoaltext etodaycotext etodaymoney etodaymoneytext etodayradiation
    etodaysotext etodaystr etogridhour etogridmonth etogridtimetoday etogridtimetotal etogridtoday
    etogridtotal etogridyear etotal etotalcoaltext etotalcotext etotalformulatreetext etotalmoney
    etotalmoneytext etotalradiation etotalsotext etouser etouserhour etousermonth etousertoday
    etousertotal etouseryear exportlimit exportlimitpower exportlimitpowerrate
    exportlimitpowerratestr expowerfactor extercommoffgriden eyearmoneytext fac fachigh faclow
    failsafe failsafecurr fanfaultbit faultbitcode faultcode faultstatus faulttype faultvalue
    feedutihighvoltageloss feedutihihfrequencyloss feedutilowfrequencyloss feedutilowvoltageloss
    feilvbozenergy feilvfengzenergy feilvguzenergy feilvpingzenergy fftthresholdcount fixedazimuth
    fixedpowerprice fixedtilt flasheraseagingokflag flatperiodprice floatchargecurrentlimit
    floatchargevolt forcedchargestopswitch forceddischargestopswitch forcedstopswitch formulaco
    formulacoal formulacoalstr formulacoalvalue formulacostr formulacovlue formulamoney
    formulamoneystr formulaso formulatree forwardactivemaxneed forwardactiveneed freqchangeenable
    freqgrid freqhighlimit freqlowlimit freqoutput frequency frequencyhighlimit frequencylowlimit
    gasconcentration gaugebattterystatus gaugefcc gaugeiccurrent gaugeoperationstatus
    gaugepackstatus gaugerm genchargeenable genctrl gencurr gencurrent gendrycontacten genenergy
    genenergytoday genericmeter genfreq genportvolt genpower genratedpower genvol genvolt gfci
    gfciprotectset gfdi gridcode gridconnectioncontrol griddetectiontime gridenergy gridenergytoday
    gridfirstswitch gridfreq gridfrequency gridhvreduceloadhigh gridhvreduceloadlow gridmeterenable
    gridpower gridreconnectiontime gridset gridstatus gridtimetoday gridtimetotal gridtoday
    gridtodevicepower gridtotal gridtype groplugnum groplugpower groundlinedetection groupid gvpvuv
    gvpvvw gvpvwu hardwareversion hasbattery hasdeviceonline hasstorage haveafci havemeter
    hcpclowvoltnum hcpcmaxvoltnum hcpcsinglelowtempnum hcpcsinglelowvoltnum hcpcsinglemaxtempnum
    hcpcsinglemaxvoltnum hcpctempnum heatingstatus heatuptime hfreq historynumber hlvoltageenable
    householdloadapartfromgroplug hvolt ia iac iaccharge iacload iacr iacs iacsload iacsplitphase
    iact iactload iactogrid iactouser ib ibat iboard ibuck ic icharge ichargepv idischarge index
    inductorcurr inpower installedaccapacity installeddccapacity installedpanelarea installerenable
    installlocation instantaneoustotalapparentpower instantlytotalactivepower
    instantlytotalreactivepower insuldetecnega insuldetecposi insystem internalpressure
    internalrelativehumidity internaltempc internaltempf invdelaytime inverternum invpacdata
    invrvoltfirst invrvoltsec invstatus invsvoltfirst invsvoltsec invtemp invtemperature invtodayppv
    invtvoltfirst invtvoltsec invuv invvw invwu ioutmax ioutmin ipidpvape ipidpvbpe ipidpvcpe
    ipidpvdpe ipidpvepe ipidpvfpe ipidpvgpe ipidpvhpe ipidpvpe ipmtemperature ipv ipva ipvb ipvc
    ipvlmax ipvmax ipvu ipvv ipvw irradiance irradiantion isagain isagent isauthorize isbig
    isbigcustomer ischarge ischeckuserauth iseicuseraddsmartdevice isgprsg ishavect ishaveoptimizer
    ishavepumper ishavestorage ishavetigo islgbattery ismasterone iso isopendevicelist
    isopendeviceparams isopensmartfamily isparallel isplanthavenexa isplanthavenoah
    isplantnoahsystem isshare istimingauthorize istring isviewdeviceinfo jobsmodel keynames keys
    kind lastfourmeasurementsavg lastpager lastupdatetime lcdfaultnum lcdlanguage lcdwarnnum
    lcurrentharmonic level lfreq libatteryprotocoltype lightloadenable limitdevice
    linendisconnectenable linevoltageharmonicavg llctemperature loadactivepower loadapparentpower
    loaddevicetype loadfirstcontrol loadfirststopsocset loadfirstswitch loadia loadib loadic
    loadingrate loadpercent loadpf loadpower loadpriority loadreactivepower loadredrate
    loadtimetoday loadtimetotal loadtoday loadtotal lockduration lost lvolt lvoltage
    lvoltageharmonic lvvoltage mailnotice mainsenabled mainstobatteryoperatpoint maintainmoderequest
    manualstarten manufacture maxallowcurr maxcelltemp maxcellvol maxcellvolt maxcellvoltage
    maxchargecurr maxchargeordischargecurrent maxdischargecurr maxgenchgcurr maxgenruntime
    maxmincellvoltnum maxminsoc maxmintempcell maxminvoltcell maxnum maxsinglecelltem
    maxsinglecelltemno maxsinglecellvolt maxsinglecellvoltno maxsoc maxspontaneousselfuse maxtemp
    maxtempcell maxtempcellno maxtempnum maxvolt maxvoltcell maxvoltcellno maxvoltnum menureturn
    meterct meterdh meterms meterym mincelltemp mincellvol mincellvolt mincellvoltage
    minsinglecelltem minsinglecelltemno minsinglecellvolt minsinglecellvoltno minsoc mintemp
    mintempcell mintempcellno mintempgroup mintempnum mintime minvolt minvoltcell minvoltcellno
    minvoltgroup minvoltnum modbusversion mode model modestatus module moduleid modulemaxtemp
    modulemaxvolt modulemintemp moduleminvolt modulenum moduleqty moduleseriesqty modulesoc
    modulestatus moduletotalcurr moduletotalvolt monitor monthenergy monthlyenergy monthstr
    monthvalue mppt mpptprotectstatus mtncmode mtncrqst mvpv nbusvoltage nettotalenergy
    neverpoweroff newswversionflag newtmp newwarncode newwarnsubcode nextpagestartid noafci
    nominalpower nominalpowerstr nominalpowervalue normalpower norminalpower notpager
    numberofbattcodes nummodules obj offgridcurrent offgriddischargesoc offgridpower offgridstatus
    offgridvoltage offnetbox oilchargepowerlimit oilenable oilratedpower olderrorflag ongridcurrent
    ongriddischargestopsoc ongridmode ongridpower ongridstatus ongridvoltage onlineenvcount onoff
    onoffgrid onoffgridstate onoffgridstatefirst onoffgridstatesec openauthorize operatingmode
    opfullwatt optimizertype otherpower outapparentpower outctsamplerateset outctset outerctenable
    outp outpower outpowermax outputconfig outputcurrent outputfreqtype outputpower outputvolt
    outputvolttype outreactivepower overfredroppoint overfreloreddelaytime overfreloredrestime
    overfreloredslope overfreq overfreqtime overloadrestart overtemprestart overvolt overvolttime
    pac paccharge pacinput packnum pacoutput pacr pacs pact pactobattery pactogrid pactogridr
    pactogrids pactogridtotal pactolocalload pactouser pactouserr pactousertotal pages pagesize
    paneltemp parallelenable parallelhightsoftwarver parallelnum paramprotectenable payloadpower
    pbat pbdbatpower pbdoutpowe pbusvoltage pcharge pcsactivepower pdischarge pdwarnstatus
    peakclipping peakclippingtotal peakperiodprice peakpower peakpoweractual peakshavingenable
    percentage periodid permissionswitch pex pf pfcmdmemorystate pflevel pflineplp pflineppf pfmodel
    pfsymbol photovoltaic photovoltaicrevenuetoday photovoltaicrevenuetotal pidbus pidfaultcode
    pidstatus pidwarning plantnumber planttype plocalload plocalloadr plocalloads plocalloadt
    plocalloadtotal pmax pmaxlevel pmderate pmr pms pmt posiactivenettotalenergy posiactivepower
    posireactivenettotalenergy posireactivepower positiveactivetodayenergy positiveactivetotalenergy
    power powerdownenable powerfactor powerfactorl powergird powerimbalancecontrolenable powermax
    powerstart powerstr powertoday powertotal powerudforcedenable powervalue powervaluestr
    powsavingen ppv ppvinverter prepto priority prioritychoose prmonth profittoday profittotal
    propto protectpackid protenable pself psystem puenable pvactiveprate pvcurrent pvenergy
    pvgridfrequencyhigh pvgridfrequencylow pvgridvoltagehigh pvgridvoltagelow pviosdetection pviso
    pvmodel pvnir pvnum pvpfcmdmemorystate pvpir pvreactiveprate pvtemp pvtoday pvvoltage qbat
    qpercentmax qvh qvinlvpowerper qvl qvouthvpowerper rac radiant raillog rainfallintensity rateva
    ratewatt ratio rdci reactivedelay reactiveenergy reactivenettotalenergy reactiveoutputenable
    reactiveoutputpriority reactivepower reactivepowerl reactivepowerlimit
    reactivepowerrealvaluefirst reactivepowerrealvaluesec reactiveprate reactiverate reactivevalue
    reactpower reactpowermax reactpowertotal realoppercent realpower redundantrelaydetection region
    regulationtype relayng remainday remotecntlen remotecntlfailreason requestbatterytype
    resetfactory resettofactory restart restartloadingrate restarttime restore result
    reveractivenettotalenergy reveractivepower reverapparentenergy reverreactivenettotalenergy
    reverreactivepower reverseactiveenergy reverseactivemaxneed reverseactiveneed
    reverseactivetodayenergy reverseactivetotalenergy reversecurr reverseinstantlytotalactivepower
    rfpair rightlevel risobatn risobatp risobusn risobusp risoenable risomin risopvn risopvp
    rloadvol rlocalenergy roleid rrcrenable rsaddr rsbaudrate runmodel runstatus runtime sac safety
    safetycorrespondnum safetyenable safetyversion saftyfunc scilosschken scrtemp sdci
    secondloaddownsoc segment segmentid selftime sensorsingnalgen settabletimeperiod sgipcyclcnt
    sgipen sgipstartcyclcnt shellyflag showpeakshaving singleexport sleepoffgridenable sloadvol
    slocalenergy smartplan smartport smartsocketpower smsnotice snowdepth soc socmax socmin soctype
    softversion softwaredevelopmajorversion softwaredevelopminorversion softwaremajorversion
    softwareminorversion soh spstatus startcount starttime status statusled storagebattorypercentage
    storageechargetoday storageedischargetoday storagepgrid storagepuser storagetodayppv
    storagetodaytogrid storagetodaytouser storagetotaltogrid storagetotaltouser strbreak strfault
    stringprompt strnum strunblance strunmatch strwaringvalue strwarning success svgfunction switch
    synenable sysen sysfaultword sysmtncavail sysonpackcnt sysopticalstoragemode sysout sysstatus
    systemfault systemtemp systemwarn systemworkmode systemworkstatus systime targetpower
    tbmodulenum tdci temp tempenable temperature tempoutbuckl tempoutbuckmodule temppvbuckl
    temppvbuckmodule temptype thdi thdv time timecalendar timeenable timemode timepower timestart
    timetotal timetotaltext timezone tips tlxbackflowdefaultpower tlxdrycontactenable
    tlxdrycontactoffpower tlxdrycontactpower tlxextercommoffgriden tlxlcdlanguage tlxlimitdevice
    tlxonekeysetbdcmode tlxonoff tlxpf tlxpflineplp tlxpflineppf tmp todaydischarge todayenergy
    todayenergysum todaystr todayvalue togridtimetoday togridtimetotal togridtoday togridtotal
    topowergird totalactiveenergyl totalbatterypackchargingpower totalbatterypackchargingstatus
    totalbatterypacksoc totalcellnum totalcellnumber totaleneny totalenergy totalenergysum
    totalhouseholdload totalmoneytext totalnumber totalrainfall totalreactiveenergyl totalstr
    totalvalue totalworkingtime trakermodel treestr treevalue ttotal tuningstate type typeflag
    typicalset uacpower ubacchargingstopsoc ubatchgp ubatdsgp ubpeakshavingbackupsoc udaccchgsoe
    udaccdissoe udcalibapparentpowerfirst udcalibapparentpowersec udfaultbithigh udfaultbitlow
    udoprstwattfirst udoprstwattsec udoprwattfirst udoprwattsec udopswattfirst udopswattsec
    udoptwattfirst udoptwattsec underexcited underfreq underfreqloaddelaytime underfreqloadenable
    underfreqloadpoint underfreqloadrestime underfreqloadslope underfreqtime undervolt undervolttime
    unitkeylist unitlist unitmap updateexist updateinterval updatestatus updating upsfac upsfreqset
    upsiac upsloadpercent upspac upspf upsvac usbagingtestokflag usbatterytype useenergy
    useenergytoday useenergytotal userdevicetype userenergy userenergytoday userlevel userload
    uspfreqset utichargeend utichargestart utienoutputalwayson utilitypriority utioutend
    utioutputoffsoc utioutputoffvoltage utioutputonpv utioutputonsoc utioutputonvoltage utioutstart
    utipeakshavingpower utipeakshavingset uwacchargeenable uwacchargepowerrate
    uwacchargingmaxpowerlimit uwacoupleenable uwacoupleendsoc uwacouplestartsoc uwalarmcode
    uwambientfirst uwambientsec uwantibackflow uwbatcap uwbatchargestopsoc uwbatcnnway
    uwbatcommunityfailen uwbatcyclecntpre uwbatdischargestopsoc uwbatenable uwbatfeedcurr
    uwbatfeeden uwbatfeedsocback uwbatfeedsocloss uwbatfeedtimeend uwbatfeedtimestart uwbatfeedvback
    uwbatfeedvloss uwbatmaxchargecurrent uwbatmaxdischargecurrent uwbatteodvol uwbattmaxchargevol
    uwbatttype uwbattype uwcellmaxvchg uwcellminvdis uwcelltavgvalue uwcelltmaxvalue uwcelltminvalue
    uwcelluavgvalue uwcellumaxvalue uwcelluminvalue uwchargemaxvol uwconnectphasemode
    uwdemandmangechgpowerlimit uwdemandmangedischgpowerlimit uwdemandmangeenable
    uwdemandmgtdownstrmpowerlimit uwdemandmgtrevsepowerlimit uwdgstartsoc uwdgstopsoc
    uwdisconnectphasemode uwdspdcdcdebugdata uwdspinvdebugdata uwfaultcode uwfaultresarten uwfeeden
    uwfeedpow uwfeedrange uwfreqfirst uwfreqsec uwfullchargecapacity uwgenportdevtype uwgenpower
    uwgridchgtimeend uwgridchgtimestart uwgridwattdelay uwhfrtee uwhfrttimeee uwhvrtee uwhvrttimeee
    uwinvfirst uwinvsec uwinvwarnvalue uwlfrtee uwlfrttimeee uwloadfirst uwloadperfirst uwloadpersec
    uwloadpvinverter uwlvrtee uwlvrttimeee uwmaincodefirst uwmaincodesec uwmainwarnfirst
    uwmainwarnsec uwmaxcellvol uwmaxtemprcell uwmaxtemprcellno uwmaxvoltcellno uwmincellvol
    uwmintemprcell uwmintemprcellno uwminvoltcellno uwmodeavgvolvalue uwmodeminvolvalue
    uwmoderatedcap uwmoderatedvol uwmodmaxblatempvalue uwmodmaxvolvalue uwmodminblatempvalue
    uwnbusvoltfirst uwnbusvoltsec uwnominalgridvolt uwoffgridenable uwoffgridfreq uwoffgridsoc
    uwoffgridvol uwonoffchangemanualmode uwonoffchangemode uwonoffgridset uwoplinersfirst
    uwoplinerssec uwoplinestfirst uwoplinestsec uwoplinetrfirst uwoplinetrsec uwopphasercurrfirst
    uwopphasercurrsec uwopphaservoltfirst uwopphaservoltsec uwopphasescurrfirst uwopphasescurrsec
    uwopphasesvoltfirst uwopphasesvoltsec uwopphasetcurrfirst uwopphasetcurrsec uwopphasetvoltfirst
    uwopphasetvoltsec uwoutputfirst uwoutputsec uwpbusvoltfirst uwpbusvoltsec uwpcstype
    uwratedbatterycapacity uwratedbatterypowerenergy uwrdcicurrfirst uwrdcicurrsec
    uwreconnectstartslope uwsdcicurrfirst uwsdcicurrsec uwsubcodefirst uwsubcodesec uwsubwarnfirst
    uwsubwarnsec uwsysloadvolvalue uwsysmaxallowichg uwsysmaxallowidis uwsysmaxvtotalchg
    uwsysminvtotaldis uwsystotalivalue uwsystotavolvalue uwsysworkmode uwtdcicurrfirst uwtdcicurrsec
    uwthbatcap uwthbatchglimit uwthbatdischglimit uwthbatendofvol uwthbatmaxchgcurr uwthbatmaxchgvol
    uwthbatmaxdischgcurr uwupackrated v vac vacfrequency vachigh vaclow vacr vacrs vacs vacst vact
    vactivecutoffpowerper vactr vacu vacuv vacv vacvw vacw vacwu valleyperiodprice values varaddress
    varsetting varvalue vbaksocenable vbat vbatdsp vbatstartforcharge vbatstartfordischarge
    vbatstopforcharge vbatstopfordischarge vbatwarnclr vbatwarning vbuck vbus vbusn vbusp
    versionflag vgrid vippoints vmpptmax vmpptmin vnormal voltage voltageharmonicavg
    voltagehighlimit voltagel voltagelowlimit voltageua voltageuab voltageub voltageubc voltageuc
    voltageuca voutmax voutmin vpidpvape vpidpvbpe vpidpvcpe vpidpvdpe vpidpvepe vpidpvfpe vpidpvgpe
    vpidpvhpe vpidpvpe vppopen vppversion vppworkstatus vpv vpvmax vpvstart vpvun vpvuv vpvvn vpvvw
    vpvwn vpvwu vstart vstatus vstring wantibackflowmeterpowerlimit warnbit warncode warninfo
    warningvalue warnsubcode waterheaterpower waterstate wbatterytype wchargesoclowlimit
    wdischargesoclowlimit widevoltageenable windangle windspeed winmode winmodeflag
    winmodeoffgriddischargestopsoc winmodeongriddischargestopsoc winoffgridsoc winongridsoc
    winrequest winterormaintain withtime wloadsoclowlimit workingfrequencymax workingfrequencymin
    workmode wpidfaultvalue wpowerrestartslopeee wpowerstartslope wselectbaudrate wstringstatusvalue
    yearlyenergy yearsettingflag yearstr yearvalue zerolinemaxneed zerolineneed
"""

TIMES = """
    calendar createdate createdatetext createtime cuserregtime date day end endtime
    forcedchargetimestart forcedchargetimestop forceddischargetimestart forceddischargetimestop
    forcedtimestart forcedtimestop lastlogintime lastupdatetime lastupdatetimetext
    loadfirststarttime loadfirststoptime pfsysyear start starttime systime systimetext time
    timecalendar timeend timestart timestr timetext updatetime utctime
"""

WORDS = """
    accharge afciversion alarmcode alarmmessage ammetermodel ammetertype apfstatustext appcode
    apptype atime atsversion backflowsetting batterymodel bcuversion bdcmodel bdcversion bmsfw
    bmsfwversion bmsmcuversion bmssoftwareversion bmsversion btime capacitytext chargemonthtext
    chargetime chargetostandbyreasontext chartdataunit communicationversion comversion condcode
    condtxt cosum countryandarea createdatetexta ctime currency currentpacstr currentpactxt
    currversion dataloggerman dataloggermd dataloggermodel date day debug devicemodel devicetype
    devicetypeindicate dischargemonthtext dischargetime dischargetostandbyreasontext drycontacttime
    dspversion echargetodaytext echargetotaltext edischargetodaytext edischargetotaltext efficiency
    energymonthtext equipmenttype error errortext etotalmoneytext exportlimitpower
    exportlimitpowerratestr formulamoneyunitid fwversion gridtype hmiversion hwversion iactogridtext
    iactousertext ichargetext idischargetext innercwcode innerversion inverterinfostatuscss
    inverterman invertermd invertertype invversion ipvtext irradiationsensortype lastupdatetime
    lcdversion libatteryfwversion libatterymanufacturers loadtext locale lost maintainmodestarttime
    manname manufacturer maxman maxmd mcversion mixacdischargefrequency mixacdischargevoltage
    mixoffgridenable model modelname modeltext modename moduleman modulemd moneyunit moneyunittext
    monitorversion mpptversion msg mversion netmode newversion noticetype otadevicetypecodehigh
    otadevicetypecodelow other pactogridtext pactousertext parametername pchargetext pdischargetext
    pdversion pfsysyear pidstatustext plantmoneytext powermax powermaxtext powermaxtime ppvtext
    prmonth protocolid prtoday pvonoff pvpfcmdmemorystate pvpowerfactor pvreactivepratetwo quality
    region registertype rfcommand rfstick safety safetynum seasonmonthtime seasontime seasonyeartime
    service soctext softwareversion spaacdischargefrequency spaacdischargevoltage spaoffgridenable
    specialmonthtime specialtime spfstatustext status statuslang statuslastupdatetime statustext
    storagecapacity storagepactouser storagepcharge storagepdischarge storagestatus storagetype
    temptype timesegment timetext timeunit tlxacdischargefrequency tlxacdischargevoltage
    tlxbackflowdefaultpower tlxcccurrent tlxcvvoltage tlxdrycontactenable tlxdrycontactoffpower
    tlxdrycontactpower tlxextercommoffgriden tlxlcdlanguage tlxlimitdevice tlxoffgridenable tlxonoff
    tlxpf tlxpflineppf tmtncstrt todayrevenue totalrevenue trackertype twinend twinstart type unit
    userlanguage utctime utichargeendnew utichargestartnew utioutendnew utioutputtimeend
    utioutputtimestart utioutstartnew uwbatfeedtimeendnew uwbatfeedtimestartnew uwgridchgtimeendnew
    uwgridchgtimestartnew vactext vbattext vbucktext version vpvtext warntext weathersensorman
    weathersensormd weathertype winmodeendtime winmodestarttime xect yearmonthtime yeartime
"""

PATHS = """
    PlantDetailAPI PlantListAPI add alarm alarm_data all ammeter boost boost_data boost_data_info
    boost_last_data boosts_data c_user_list check checkUpgradeNexa checkUpgradeNoah check_user
    commonDeviceSetC create_date data datalogger day_energy delete details device do energy env
    env_data env_last_data env_list getBatteryData getDataChart getNexaChartData getNexaInfoBySn
    getNoahChartData getNoahInfoBySn getSocData getSystemStatus getWiFiSignalByDevice hps hps_data
    hps_data_info hps_last_data inv_data_info inverter inverterSet invs_data isPlantNoahSystem
    last_new_data list max maxSet max_data max_data_info max_last_data maxs_data meter_data
    meter_last_data meter_list mix mixSet mix_data mix_data_info mix_last_data mixs_data modify
    newInverterAPI newLoginAPI newMixApi newPlantAPI newStorageAPI newTcpsetAPI newTlxApi
    newTwoLoginAPI newTwoPlantAPI nexa noah noahDeviceApi pbd pbd_data pbd_data_info pbd_last_data
    pcs pcs_data pcs_data_info pcs_last_data plant power queryDeviceInfo queryDeviceInfoParam
    queryDeviceList queryDevicesHistoricalData queryDfcData queryHistoricalData queryLastData
    readInverterParam readMaxParam readMinParam readMixParam readPower readSpaParam readStorageParam
    readVppParameter removeVppTimePeriod set setDevice setGridCharge setHighLimitSoc setInverter
    setLowLimitSoc setNewVppParameter setOffGrid setOnOrOff setPower setTimeSegment setVppParameter
    sn sn_datalog sn_plant spa spaSet spa_data spa_data_info spa_last_data spas_data storage
    storageSet storage_data storage_data_info storage_last_data tcpSet tlx tlxSet tlx_data
    tlx_data_info tlx_last_data tlx_set_info tlxs_data user user_plant_list user_register validate
    vpp vppRemoteSetNew vppSetNew
"""
